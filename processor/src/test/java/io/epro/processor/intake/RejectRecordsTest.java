package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.processor.intake.RejectRecords.Form;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RejectRecordsTest {
  private final RejectRecords records = new RejectRecords("r".repeat(249), "rejected");

  @Test
  void theLeastFormIsSmallWhateverTheRecordWas() {
    var reasons = Arrays.stream(ViolationCode.values())
        .map(code -> new Violation(code, "/" + "😀".repeat(5_000))).toList();
    var record = records.of(rejection(new byte[1_000_000], new byte[1_000_000], reasons),
        Form.LEAST);
    assertThat(record.key()).isNull();
    assertThat(record.value()).isNull();
    assertThat(size(record)).isLessThan(2_048);
    assertThat(text(record, "epro.key-omitted")).isEqualTo("too large");
    assertThat(text(record, "epro.value-omitted")).isEqualTo("too large");
    assertThat(text(record, "epro.message-shortened")).isEqualTo("too large");
    assertThat(text(record, "__streams.errors.message")).doesNotContain("?")
        .startsWith("missing_field /😀");
    assertThat(text(record, "epro.codes").split(",")).hasSize(ViolationCode.values().length);
  }

  @Test
  void whatFitsGoesWholeAndSaysNothingOfOmission() {
    var record = records.of(rejection("P-1".getBytes(UTF_8), "no json".getBytes(UTF_8),
        List.of(new Violation(ViolationCode.MALFORMED_JSON, ""))), Form.WHOLE);
    assertThat(new String(record.key(), UTF_8)).isEqualTo("P-1");
    assertThat(new String(record.value(), UTF_8)).isEqualTo("no json");
    assertThat(text(record, "trace-id")).isEqualTo("00000000000000030000000000000004");
    assertThat(record.headers()).noneMatch(header -> header.key().contains("omitted")
        || header.key().contains("shortened"));
  }

  private static Rejection rejection(byte[] key, byte[] value, List<Violation> reasons) {
    return new Rejection(new SourceRecord(3, 7, key, value, new UUID(1, 2), new byte[32], 0,
        new UUID(3, 4)), null, reasons);
  }

  private static int size(ProducerRecord<byte[], byte[]> record) {
    return Arrays.stream(record.headers().toArray())
        .mapToInt(header -> header.key().length() + header.value().length).sum();
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
