package io.epro.bench.contestant;

import io.epro.bench.sample.SampleReports;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the raw topic got. Confined to one thread. */
public final class RawTopic implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final byte[] TIME = "\"timestamp\":".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_DIGITS = 13;

  private static final ConfigResource CONFIG = new ConfigResource(ConfigResource.Type.TOPIC,
      Topics.RAW);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Admin admin;

  public RawTopic(String bootstrapServers) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    consumer = new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 10_000,
            "fetch.max.bytes", 16 << 20, "max.partition.fetch.bytes", 4 << 20),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Where each partition ends now. */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions());
  }

  /**
   * The numbers of the reports that came since: a report's time tells its number.
   *
   * @throws IllegalStateException when the topic cannot be read to its end in time
   */
  BitSet reportsSince(Map<TopicPartition, Long> ends) {
    var found = new BitSet();
    var now = ends();
    long left = now.entrySet().stream()
        .mapToLong(end -> end.getValue() - ends.getOrDefault(end.getKey(), 0L)).sum();
    consumer.assign(now.keySet());
    now.keySet().forEach(partition -> consumer.seek(partition, ends.getOrDefault(partition, 0L)));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (left > 0) {
      for (var report : consumer.poll(Duration.ofSeconds(1))) {
        found.set(number(report.value()));
        left--;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the topic could not be read to its end");
      }
    }
    return found;
  }

  /**
   * Looks for each acknowledged report.
   *
   * @param ends where the topic ended before
   * @return how many reports came that were not acknowledged
   * @throws IllegalStateException when one that was acknowledged is not there
   */
  public long unacknowledged(Map<TopicPartition, Long> ends, BitSet acknowledged) {
    var stored = reportsSince(ends);
    var missing = (BitSet) acknowledged.clone();
    missing.andNot(stored);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(missing.cardinality() + " of " + acknowledged.cardinality()
          + " acknowledged reports are not in the topic: no figure");
    }
    stored.andNot(acknowledged);
    return stored.cardinality();
  }

  /**
   * Lets the broker delete what was looked at: the runs of a command may be more than a disk holds. It
   * does so within minutes, in whole segments, which are made small for that.
   */
  public void forget() throws IOException {
    var upTo = new HashMap<TopicPartition, RecordsToDelete>();
    ends().forEach((partition, end) -> upTo.put(partition, RecordsToDelete.beforeOffset(end)));
    var small = List.of(new AlterConfigOp(new ConfigEntry("segment.bytes", "67108864"), OpType.SET),
        new AlterConfigOp(new ConfigEntry("file.delete.delay.ms", "1000"), OpType.SET));
    try {
      admin.incrementalAlterConfigs(Map.of(CONFIG, small)).all().get(30, TimeUnit.SECONDS);
      admin.deleteRecords(upTo).all().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while deleting records", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("records cannot be deleted", e);
    }
  }

  /** As the clients numbered it. */
  static int number(byte[] report) {
    int at = 0;
    while (!begins(report, at)) {
      at++;
    }
    long time = 0;
    for (int i = 0; i < TIME_DIGITS; i++) {
      time = time * 10 + report[at + TIME.length + i] - '0';
    }
    return Math.toIntExact(time - SampleReports.FIRST_MILLIS);
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }

  private List<TopicPartition> partitions() {
    return consumer.partitionsFor(Topics.RAW).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
  }

  private static boolean begins(byte[] report, int at) {
    for (int i = 0; i < TIME.length; i++) {
      if (report[at + i] != TIME[i]) {
        return false;
      }
    }
    return true;
  }
}
