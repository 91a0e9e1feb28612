package io.epro.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.RealKafka;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics and the group of one test, on the real broker. */
final class TestTopics implements AutoCloseable {
  static final int PARTITIONS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final String raw = RealKafka.get().newTopicName("raw");
  private final Map<String, Object> client = Map.of("bootstrap.servers",
      RealKafka.get().bootstrapServers());
  private final Admin admin = Admin.create(client);
  private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(client,
      new ByteArraySerializer(), new ByteArraySerializer());

  private boolean led;

  String raw() {
    return raw;
  }

  String rejectedTopic() {
    return raw + ".rejected";
  }

  Map<String, String> settings() {
    return Map.of(
        "processor.kafka.bootstrap-servers", RealKafka.get().bootstrapServers(),
        "processor.group", raw,
        "processor.topics.raw", raw,
        "processor.topics.rejected", rejectedTopic(),
        "processor.topics.drugs", raw + ".drugs",
        "processor.topics.create", "true",
        "processor.topics.partitions", String.valueOf(PARTITIONS),
        "processor.topics.replicas", "1",
        "processor.topics.development", "true");
  }

  /** Creates the raw topic; otherwise the first pipeline does. */
  void create() {
    RealKafka.get().createTopic(raw, PARTITIONS);
    led = false;
  }

  /** Creates the topic of rejects with these settings; otherwise the first pipeline does. */
  void createRejected(Map<String, String> settings) {
    RealKafka.get().createTopic(rejectedTopic(), PARTITIONS, settings);
  }

  /** Creates a topic of this name. */
  void create(String topic) {
    RealKafka.get().createTopic(topic, PARTITIONS);
  }

  /** Creates an empty dictionary's topic; otherwise the first pipeline does. */
  void createDrugs() {
    RealKafka.get().createTopic(raw + ".drugs", 1, Map.of("cleanup.policy", "compact"));
  }

  void deleteRaw() throws Exception {
    get(admin.deleteTopics(List.of(raw)).all());
  }

  void deleteRejected() throws Exception {
    delete(rejectedTopic());
  }

  void delete(String topic) throws Exception {
    get(admin.deleteTopics(List.of(topic)).all());
  }

  void addPartitions(int total) throws Exception {
    get(admin.createPartitions(Map.of(raw, NewPartitions.increaseTo(total))).all());
  }

  /** Deletes the records below these offsets, by partition, as retention does. */
  void deleteRecords(Map<Integer, Long> before) throws Exception {
    get(admin.deleteRecords(before.entrySet().stream().collect(Collectors.toMap(
        entry -> new TopicPartition(raw, entry.getKey()),
        entry -> RecordsToDelete.beforeOffset(entry.getValue())))).all());
  }

  /** Publishes as anyone may: no headers. */
  void publish(String patientId, String... bodies) throws Exception {
    publish(null, patientId, bodies);
  }

  /** The same, into this partition; the partitioner's choice where it is null. */
  void publish(@Nullable Integer partition, String key, String... bodies) throws Exception {
    awaitLeaders();
    var acks = new ArrayList<Future<?>>();
    for (String body : bodies) {
      acks.add(producer.send(
          new ProducerRecord<>(raw, partition, key.getBytes(UTF_8), body.getBytes(UTF_8))));
    }
    for (Future<?> ack : acks) {
      ack.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  // A topic exists before its leaders serve. A producer that is too quick may have its second batch
  // taken and its first refused, which Kafka then calls out of order until the delivery times out.
  private void awaitLeaders() {
    if (!led) {
      var ends = IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toMap(
          partition -> new TopicPartition(raw, partition), _ -> OffsetSpec.latest()));
      await("leaders").atMost(TIMEOUT).ignoreExceptions()
          .until(() -> get(admin.listOffsets(ends).all()).size() == PARTITIONS);
      led = true;
    }
  }

  /** Publishes one record with the header that the gateway gives. */
  void publishWithId(int partition, String key, UUID reportId, String body) throws Exception {
    var record = new ProducerRecord<>(raw, partition, key.getBytes(UTF_8), body.getBytes(UTF_8));
    record.headers().add(ReportHeaders.REPORT_ID, ReportId.toBytes(reportId));
    producer.send(record).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Publishes in one transaction, which is then committed or aborted. */
  void publishInTransaction(boolean commit, int partition, String... bodies) throws Exception {
    try (var open = openTransaction(partition, bodies)) {
      if (commit) {
        open.commitTransaction();
      } else {
        open.abortTransaction();
      }
    }
    // The marker is written after the answer: what is published next must not come before it.
    await("marker").atMost(TIMEOUT).until(() -> end(partition,
        IsolationLevel.READ_COMMITTED) == end(partition, IsolationLevel.READ_UNCOMMITTED));
  }

  private long end(int partition, IsolationLevel isolation) throws Exception {
    var at = new TopicPartition(raw, partition);
    return get(admin.listOffsets(Map.of(at, OffsetSpec.latest()),
        new ListOffsetsOptions(isolation)).partitionResult(at)).offset();
  }

  /** The same, with the end left to the caller. */
  KafkaProducer<byte[], byte[]> openTransaction(int partition, String... bodies) {
    var config = new HashMap<>(client);
    config.put("transactional.id", raw);
    var open = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    open.initTransactions();
    open.beginTransaction();
    for (String body : bodies) {
      var _ = open.send(
          new ProducerRecord<>(raw, partition, "P-1".getBytes(UTF_8), body.getBytes(UTF_8)));
    }
    open.flush();
    return open;
  }

  /** Everything that stands in the topic of rejects, waited for until there is enough. */
  List<ConsumerRecord<byte[], byte[]>> rejected(int atLeast) {
    return read(rejectedTopic(), atLeast);
  }

  /** The same of any topic. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int atLeast) {
    try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      var partitions = consumer.partitionsFor(topic).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (found.size() < atLeast && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
      return found;
    }
  }

  /** The text of a header that must be there. */
  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /** Offsets that the group has committed, by partition. */
  Map<Integer, Long> committed() throws Exception {
    var committed = new HashMap<Integer, Long>();
    get(admin.listConsumerGroupOffsets(raw).partitionsToOffsetAndMetadata())
        .forEach((partition, offset) -> {
          if (partition.topic().equals(raw) && offset != null) {
            committed.put(partition.partition(), offset.offset());
          }
        });
    return committed;
  }

  /** Makes the (stopped) group read everything again. */
  void forgetOffsets() throws Exception {
    get(admin.deleteConsumerGroups(List.of(raw)).all());
  }

  private static <T> T get(KafkaFuture<T> future) throws Exception {
    return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }
}
