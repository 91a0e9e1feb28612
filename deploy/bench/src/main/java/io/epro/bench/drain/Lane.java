package io.epro.bench.drain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One partition of the backlog, from its beginning to the end that it had when this was made. Confined
 * to one thread.
 */
final class Lane implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final long end;

  Lane(String bootstrapServers, TopicPartition partition) {
    this.consumer = new KafkaConsumer<>(Map.of(
        "bootstrap.servers", bootstrapServers,
        "auto.offset.reset", "earliest",
        "max.poll.records", 4000),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partition = partition;
    consumer.assign(List.of(partition));
    this.end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  boolean atEnd() {
    return consumer.position(partition) >= end;
  }

  /** Up to 4000 records. */
  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
