package io.epro.bench.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.bench.sample.SampleReports;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row that is used again says what the new one says. */
class MakingTest {
  private static final long NOW = SampleReports.FIRST_MILLIS + 86_400_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DrugCache drugs = LockedMaps.one(new DrugService(Duration.ZERO));
  private final Making fresh = new FreshObjects();
  private final Making reused = new ReusedObjects();

  @Test
  void bothWaysMakeTheSameRowOfEachReport() throws Exception {
    var reports = new SampleReports(7, 50);
    for (int i = 0; i < 500; i++) {
      var body = reports.next().body();
      assertThat(said(reused, body)).isEqualTo(said(fresh, body)).isNotEmpty();
    }
  }

  @Test
  void bothWaysRefuseTheSameReports() throws Exception {
    var body = new SampleReports(7, 50).nextInvalid().body();

    assertThat(said(fresh, body)).isEmpty();
    assertThat(said(reused, body)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"patientId\":\"P-1\",\"timestamp\":1763856000000}",
    "{\"patientId\":\"P-1\",\"timestamp\":1763856000000,\"symptoms\":[],\"medications\":[]}",
    "{\"patientId\":\"P-1\",\"timestamp\":1763856000000,\"symptoms\":[\"a \\\"b\\\" \\\\ c\"]}",
    "{\"patientId\":\"P-1\",\"timestamp\":1763856000000,"
        + "\"medications\":[{\"drugId\":\"no \\\"such\\\"\",\"doseMg\":0.5}]}"})
  void bothWaysAgreeOnWhatIsAbsentEmptyOrEscaped(String body) throws Exception {
    // A full report before: nothing of it may show.
    said(reused, new SampleReports(7, 50).next().body());

    assertThat(said(reused, body.getBytes(UTF_8))).isEqualTo(said(fresh, body.getBytes(UTF_8)))
        .isNotEmpty();
  }

  /** All that the row says; JSON by its meaning, since the database keeps it so. Empty for none. */
  private List<String> said(Making making, byte[] body) throws Exception {
    var row = making.make(body, NOW, drugs);
    return row == null ? List.of() : List.of(row.patientId, row.reportId.toString(),
        Long.toString(row.reportedAt), Long.toString(row.receivedAt), "" + row.heartRate,
        "" + row.temperature, "" + row.symptoms,
        row.medications == null ? "null" : JSON.readTree(row.medications).toString(),
        Integer.toString(row.unknownDrugs));
  }
}
