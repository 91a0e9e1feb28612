package io.epro.bench.drain;

import io.epro.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer's share of the backlog: every n-th partition, from its beginning to the end that it had
 * when this was made. Confined to one thread.
 */
final class Lane implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends;

  /** @param number from 0 to {@code of} - 1 */
  Lane(String bootstrapServers, String group, int number, int of) {
    consumer = new KafkaConsumer<>(Map.of(
        "bootstrap.servers", bootstrapServers,
        "group.id", group,
        "auto.offset.reset", "earliest",
        "enable.auto.commit", false,
        "max.poll.records", 4000,
        "fetch.min.bytes", 64 << 10,
        "fetch.max.wait.ms", 50,
        "key.deserializer", ByteArrayDeserializer.class,
        "value.deserializer", ByteArrayDeserializer.class));
    List<TopicPartition> mine = consumer.partitionsFor(Topics.RAW).stream()
        .filter(info -> info.partition() % of == number)
        .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    consumer.assign(mine);
    ends = consumer.endOffsets(mine);
  }

  boolean atEnd() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Up to 4000 records. */
  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL);
  }

  void commit() {
    consumer.commitSync();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
