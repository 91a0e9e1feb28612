package io.epro.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRowsTest {
  private static final UUID ID = UUID.fromString("019b7661-1400-8000-8000-0123456789ab");
  private static final long RECEIVED = 1_767_225_601_500L;

  @TempDir
  private Path directory;
  private ReportRows rows;

  @BeforeEach
  void readTheDictionary() throws IOException {
    rows = new ReportRows(Files.writeString(directory.resolve("drugs.csv"),
        "id,name,atc\nD1,\"Aspirin, coated\",B01AC06\n"));
  }

  @Test
  void aReportBecomesARow() throws IOException {
    var row = rows.row(
        raw("""
            {"patientId":"P-1","timestamp":1767225600000,"vitals":{"heartRate":61,"temp":36.6},
            "symptoms":["tired"],"medications":[{"drugId":"D1","doseMg":5},{"drugId":"D2","doseMg":0.5}]}
            """));

    assertThat(row.patientId()).isEqualTo("P-1");
    assertThat(row.id()).isEqualTo(ID);
    assertThat(row.heartRate()).isEqualTo(61);
    assertThat(row.temperature()).isEqualTo(36.6);
    assertThat(row.symptoms()).containsExactly("tired");
    assertThat(row.unknownDrugs()).isEqualTo(1);
    assertThat(row.medications()).isEqualTo("[{\"drugId\":\"D1\",\"doseMg\":5,\"known\":true,"
        + "\"name\":\"\\\"Aspirin, coated\\\"\",\"atc\":\"B01AC06\"},"
        + "{\"drugId\":\"D2\",\"doseMg\":0.5,\"known\":false}]");
    assertThat(row.receivedAt()).isEqualTo(RECEIVED);
    assertThat(row.sha256()).hasSize(32);
  }

  @Test
  void whatTheReportDoesNotSayIsNull() throws IOException {
    var row = rows.row(raw("{\"patientId\":\"P-1\",\"timestamp\":1767225600000}"));

    assertThat(row.heartRate()).isNull();
    assertThat(row.temperature()).isNull();
    assertThat(row.symptoms()).isNull();
    assertThat(row.medications()).isNull();
    assertThat(row.unknownDrugs()).isZero();
  }

  @Test
  void anInvalidReportIsRefused() {
    assertThatThrownBy(() -> rows.row(raw(
        "{\"patientId\":\"P-1\",\"timestamp\":1767225600000,\"vitals\":{\"heartRate\":0}}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RawReport raw(String body) {
    return new RawReport(body.getBytes(StandardCharsets.UTF_8),
        ByteBuffer.allocate(16).putLong(ID.getMostSignificantBits())
            .putLong(ID.getLeastSignificantBits()).array(),
        ByteBuffer.allocate(8).putLong(RECEIVED).array(), 3, 42);
  }
}
