package io.epro.processor.intake;

import io.epro.config.KafkaRefusal;
import io.epro.config.KafkaSettings;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.reconcile.TopicRange;
import io.epro.processor.reconcile.TopicRecords;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.Judged;
import io.epro.processor.validate.Judge;
import io.epro.topics.BoundedRead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The raw topic, read by a consumer of no group, as the pipeline reads it. For one thread. */
public final class KafkaTopicRecords implements TopicRecords, AutoCloseable {
  private static final Map<String, Object> CONSUMER = Map.of(
      ConsumerConfig.CLIENT_ID_CONFIG, "epro-reconcile",
      ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
      ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
      ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
      ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000,
      ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20,
      ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) KafkaCall.TIMEOUT.toMillis());

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final Reading reading;
  private final RawReport.Reader headers = new RawReport.Reader();

  /** Opens no connection yet. */
  public KafkaTopicRecords(KafkaSettings kafka, String topic, Judge judge, InternalErrors errors) {
    this.admin = Admin.create(kafka.client(Map.of()));
    this.consumer = new KafkaConsumer<>(kafka.client(CONSUMER), new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
    this.topic = topic;
    this.reading = new Reading(judge, errors);
  }

  @Override
  public String topicId() {
    return describe().topicId().toString();
  }

  @Override
  public List<TopicRange> ranges() {
    int partitions = describe().partitions().size();
    var first = offsets(partitions, OffsetSpec.earliest());
    var end = offsets(partitions, OffsetSpec.latest());
    var ranges = new ArrayList<TopicRange>();
    for (int partition = 0; partition < partitions; partition++) {
      ranges.add(new TopicRange(partition, first[partition], end[partition]));
    }
    return ranges;
  }

  /** By partition, the first record that Kafka has received then or later; the end where there is none. */
  public Map<Integer, Long> offsetsAt(Instant time) {
    int partitions = describe().partitions().size();
    var ends = offsets(partitions, OffsetSpec.latest());
    var at = offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
    var all = new HashMap<Integer, Long>();
    for (int partition = 0; partition < partitions; partition++) {
      all.put(partition, at[partition] < 0 ? ends[partition] : at[partition]);
    }
    return all;
  }

  @Override
  public boolean holdsRecord(int partition, long from, long to) {
    return !goThrough(partition, from, to, _ -> false);
  }

  @Override
  public void read(int partition, long from, long to, Consumer<Judged> each) {
    goThrough(partition, from, to, record -> {
      each.accept(read(record));
      return true;
    });
  }

  /** @return whether {@code goOn} said so of all records */
  private boolean goThrough(int partition, long from, long to,
      Predicate<ConsumerRecord<byte[], byte[]>> goOn) {
    var at = new TopicPartition(topic, partition);
    try {
      return BoundedRead.through(consumer, Map.of(at, from), Map.of(at, to), KafkaCall.TIMEOUT,
          goOn);
    } catch (KafkaException e) {
      throw new OutageException("the topic " + topic + " cannot be read ("
          + KafkaRefusal.of(e).orElse(e.getClass().getSimpleName()) + ")", e);
    }
  }

  private Judged read(ConsumerRecord<byte[], byte[]> record) {
    return reading.of(record.partition(), record.offset(), record.key(),
        headers.deserialize(topic, record.headers(), record.value()), record.timestamp());
  }

  private TopicDescription describe() {
    try {
      return KafkaCall.get("describe topic " + topic,
          admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    } catch (ExecutionException e) {
      throw new OutageException(e.getCause() instanceof UnknownTopicOrPartitionException
          ? "there is no topic " + topic + ": check processor.topics.raw"
          : "the topic " + topic + " cannot be described", e);
    }
  }

  private long[] offsets(int partitions, OffsetSpec which) {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), which);
    }
    var offsets = new long[partitions];
    try {
      KafkaCall.get("tell the offsets of topic " + topic, admin.listOffsets(asked,
          new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
          .forEach((partition, answer) -> offsets[partition.partition()] = answer.offset());
      return offsets;
    } catch (ExecutionException e) {
      throw new OutageException("the offsets of topic " + topic + " are not known", e);
    }
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    headers.close();
    admin.close(Duration.ZERO);
  }
}
