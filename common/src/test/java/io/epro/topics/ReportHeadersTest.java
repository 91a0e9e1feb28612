package io.epro.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.report.ReportId;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ReportHeadersTest {
  private static final UUID ID = UUID.fromString("01890a5d-ac96-8dec-ae8c-71e955520144");
  private final RecordHeaders headers = new RecordHeaders();

  @Test
  void whatWasWrittenIsRead() {
    headers.add(ReportHeaders.REPORT_ID, ReportId.toBytes(ID));
    headers.add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(1_763_856_000_000L));

    assertThat(ReportHeaders.reportId(headers)).contains(ID);
    assertThat(ReportHeaders.receivedAt(headers)).hasValue(1_763_856_000_000L);
  }

  @Test
  void aTimeIsEightBytesBigEndian() {
    assertThat(ReportHeaders.encode(258)).containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
  }

  @Test
  void missingHeadersReadAsAbsent() {
    assertThat(ReportHeaders.reportId(headers)).isEmpty();
    assertThat(ReportHeaders.receivedAt(headers)).isEmpty();
  }

  @Test
  void headersOfTheWrongLengthReadAsAbsent() {
    headers.add(ReportHeaders.REPORT_ID, new byte[15]);
    headers.add(ReportHeaders.RECEIVED_AT, new byte[9]);

    assertThat(ReportHeaders.reportId(headers)).isEmpty();
    assertThat(ReportHeaders.receivedAt(headers)).isEmpty();
  }

  @Test
  void aHeaderWithoutAValueReadsAsAbsent() {
    headers.add(ReportHeaders.REPORT_ID, (byte[]) null);

    assertThat(ReportHeaders.reportId(headers)).isEmpty();
  }

  @Test
  void theLastOfSeveralCounts() {
    headers.add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(1));
    headers.add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(2));

    assertThat(ReportHeaders.receivedAt(headers)).hasValue(2);
  }
}
