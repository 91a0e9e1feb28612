package io.epro.processor.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Gives a record whose producer gave it no time (-1) the beginning of all time. Streams' global thread
 * reads the dictionary with this; it ends at a record of negative time, before any processor or timestamp
 * extractor could look at it ({@code GlobalStateManagerImpl} in 4.3.1), and at each start again.
 */
final class DictionaryConsumer extends KafkaConsumer<byte[], byte[]> {

  DictionaryConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    return timed(super.poll(timeout));
  }

  static ConsumerRecords<byte[], byte[]> timed(ConsumerRecords<byte[], byte[]> polled) {
    boolean all = true;
    for (var record : polled) {
      all &= record.timestamp() >= 0;
    }
    if (all) {
      return polled;
    }
    var timed = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
    for (var partition : polled.partitions()) {
      timed.put(partition, polled.records(partition).stream().map(DictionaryConsumer::timed)
          .toList());
    }
    return new ConsumerRecords<>(timed, polled.nextOffsets());
  }

  private static ConsumerRecord<byte[], byte[]> timed(ConsumerRecord<byte[], byte[]> record) {
    return record.timestamp() >= 0 ? record
        : new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), 0,
            record.timestampType(), record.serializedKeySize(), record.serializedValueSize(),
            record.key(), record.value(), record.headers(), record.leaderEpoch());
  }
}
