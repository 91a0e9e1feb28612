package io.epro.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DictionaryConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition("drugs", 0);

  @Test
  void givesATimeToWhatHasNoneAndLeavesAllElse() {
    var before = record(0, 5);
    var timeless = record(1, -1);
    timeless.headers().add("h", new byte[]{1});
    var next = Map.of(PARTITION, new OffsetAndMetadata(3));

    var timed = DictionaryConsumer
        .timed(new ConsumerRecords<>(Map.of(PARTITION, List.of(before, timeless)), next));

    assertThat(timed.nextOffsets()).isEqualTo(next);
    assertThat(timed.records(PARTITION)).element(0).isSameAs(before);
    assertThat(timed.records(PARTITION)).element(1).satisfies(record -> {
      assertThat(record.timestamp()).isZero();
      assertThat(record).usingRecursiveComparison().ignoringFields("timestamp")
          .isEqualTo(timeless);
    });
  }

  @Test
  void leavesRecordsThatAllHaveTheirTime() {
    var polled = new ConsumerRecords<>(Map.of(PARTITION, List.of(record(0, 0), record(1, 7))),
        Map.of());
    assertThat(DictionaryConsumer.timed(polled)).isSameAs(polled);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
    return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, timestamp,
        TimestampType.CREATE_TIME, 1, 2, new byte[]{1}, new byte[]{2, 3}, new RecordHeaders(),
        Optional.of(4));
  }
}
