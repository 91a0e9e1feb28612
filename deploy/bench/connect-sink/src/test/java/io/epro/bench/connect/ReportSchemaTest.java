package io.epro.bench.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.epro.bench.peer.ReportRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportSchemaTest {
  @Test
  void aFullRowFitsTheSchema() {
    var struct = ReportSchema.struct(new ReportRow("P-1", 1, 2, 1_767_225_600_040L, 61, 36.6,
        new String[]{"tired"}, "[]", 1, 1_767_225_601_540L, 3, 42, new byte[32]));

    struct.validate();
    assertThat(struct.getString("report_id")).isEqualTo("00000000-0000-0001-0000-000000000002");
    assertThat(struct.getString("reported_at")).isEqualTo("2026-01-01T00:00:00.040Z");
    assertThat(struct.getInt16("heart_rate")).isEqualTo((short) 61);
    assertThat(struct.getArray("symptoms")).isEqualTo(List.of("tired"));
  }

  @Test
  void aRowOfNullsFitsTheSchema() {
    var struct = ReportSchema.struct(
        new ReportRow("P-1", 1, 2, 0, null, null, null, null, 0, 0, 3, 42, new byte[32]));

    assertThatCode(struct::validate).doesNotThrowAnyException();
  }
}
