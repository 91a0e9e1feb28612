package io.epro.e2e.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.e2e.load.Digest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from their beginning to their end of now, without a group. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final byte[] NOTHING = {};

  private final KafkaConsumer<byte[], byte[]> consumer;

  TopicReader(String bootstrapServers) {
    consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers,
        "auto.offset.reset", "none", "enable.auto.commit", false, "max.poll.records", 10_000),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** By partition, the offset after the last. */
  Map<Integer, Long> ends(String topic) {
    var ends = new HashMap<Integer, Long>();
    consumer.endOffsets(partitions(topic))
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return Map.copyOf(ends);
  }

  /** @return the end offsets that it read to */
  Map<Integer, Long> read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var partitions = partitions(topic);
    var ends = ends(topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends
        .getOrDefault(partition.partition(), 0L))) {
      consumer.poll(POLL).forEach(each);
      if (System.nanoTime() > deadline) {
        throw new AssertionError("topic " + topic + " cannot be read to its end");
      }
    }
    return ends;
  }

  private List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    return new RawRecord(new Coordinates(record.partition(), record.offset()),
        text(record.key()), Digest.of(bytes(record.value())));
  }

  static RejectedRecord rejected(ConsumerRecord<byte[], byte[]> record) {
    var source = new Coordinates(
        Integer.parseInt(header(record, "__streams.errors.partition")),
        Long.parseLong(header(record, "__streams.errors.offset")));
    boolean whole = record.headers().lastHeader("epro.value-omitted") == null;
    return new RejectedRecord(source, text(record.key()),
        Set.of(header(record, "epro.codes").split(",", -1)),
        whole ? Optional.of(Digest.of(bytes(record.value()))) : Optional.empty());
  }

  private static String text(byte @Nullable [] key) {
    return new String(bytes(key), UTF_8);
  }

  private static byte[] bytes(byte @Nullable [] given) {
    return given == null ? NOTHING : given;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    if (header == null) {
      throw new AssertionError("a rejected record lacks the header " + name);
    }
    return new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
