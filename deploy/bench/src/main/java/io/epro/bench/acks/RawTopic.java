package io.epro.bench.acks;

import io.epro.topics.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How many records the raw topic holds. Confined to one thread. */
final class RawTopic implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;

  RawTopic(String bootstrapServers) {
    consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  long records() {
    var partitions = consumer.partitionsFor(Topics.RAW).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
