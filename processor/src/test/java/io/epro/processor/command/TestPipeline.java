package io.epro.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.local.fixture.RealKafka;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.postgres.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The pipeline in this JVM, on topics of its own, with the real broker and a given database. */
final class TestPipeline implements AutoCloseable {
  static final int PARTITIONS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Map<String, String> settings = new HashMap<>();
  private final String raw = RealKafka.get().newTopicName("raw");
  private final Map<String, Object> client = Map.of("bootstrap.servers",
      RealKafka.get().bootstrapServers());
  private @Nullable Running running;

  private record Running(StopSignal stop, Database database, Assembly assembly,
      Future<Integer> exit) {}

  TestPipeline(String url, String user, String password, Map<String, String> overrides) {
    settings.putAll(Map.of(
        "processor.kafka.bootstrap-servers", RealKafka.get().bootstrapServers(),
        "processor.group", raw,
        "processor.topics.raw", raw,
        "processor.topics.rejected", raw + ".rejected",
        "processor.topics.drugs", raw + ".drugs",
        "processor.topics.create", "true",
        "processor.topics.partitions", String.valueOf(PARTITIONS),
        "processor.topics.replicas", "1",
        "processor.topics.development", "true"));
    settings.putAll(Map.of("processor.postgres.url", url, "processor.postgres.user", user,
        "processor.postgres.password", password, "processor.admin.port", "0"));
    settings.putAll(overrides);
  }

  /** Starts it and waits until it reads or has ended; the same topics, group and database each time. */
  TestPipeline start() {
    var loaded = Settings.load(ProcessorSettings.class, settings);
    var metrics = new SimpleMeterRegistry();
    var stop = new StopSignal();
    var database = new Database(loaded, metrics);
    var assembly = new Assembly(loaded, metrics, database, stop);
    var exit = new FutureTask<>(assembly::run);
    Thread.ofPlatform().daemon().name("processor").start(exit);
    running = new Running(stop, database, assembly, exit);
    await().atMost(TIMEOUT)
        .until(() -> exit.isDone() || !assembly.ready().reasons().contains("starting"));
    return this;
  }

  Assembly assembly() {
    if (running == null) {
      throw new IllegalStateException("not running");
    }
    return running.assembly();
  }

  boolean paused() {
    return running != null && running.assembly().paused();
  }

  void stop() {
    if (running != null) {
      running.stop().give();
      try {
        running.exit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException | InterruptedException e) {
        throw new IllegalStateException("the processor did not stop", e);
      }
      running.assembly().close();
      running.database().close();
      running = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  String rawTopic() {
    return raw;
  }

  /** Publishes as anyone may: no headers. */
  void publish(String patientId, String... bodies) throws Exception {
    try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(),
        new ByteArraySerializer())) {
      var acks = new ArrayList<Future<?>>();
      for (String body : bodies) {
        acks.add(producer.send(new ProducerRecord<>(raw, patientId.getBytes(UTF_8),
            body.getBytes(UTF_8))));
      }
      for (Future<?> ack : acks) {
        ack.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** Publishes in one transaction, which is then committed or aborted. */
  void publishInTransaction(boolean commit, String patientId, String... bodies) {
    var config = new HashMap<>(client);
    config.put("transactional.id", raw);
    try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(),
        new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String body : bodies) {
        var _ = producer.send(
            new ProducerRecord<>(raw, patientId.getBytes(UTF_8), body.getBytes(UTF_8)));
      }
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.flush();
        producer.abortTransaction();
      }
    }
  }

  /** Everything that stands in the topic of rejects. */
  List<ConsumerRecord<byte[], byte[]>> rejected(int atLeast) {
    try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      var partitions = consumer.partitionsFor(raw + ".rejected").stream()
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

  /** Offsets that the group has committed, summed over the partitions. */
  long committed() throws Exception {
    try (var admin = Admin.create(client)) {
      return admin.listConsumerGroupOffsets(raw).partitionsToOffsetAndMetadata()
          .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).values().stream()
          .filter(java.util.Objects::nonNull).mapToLong(offset -> offset.offset()).sum();
    }
  }

  /** Makes the (stopped) group read everything again. */
  void forgetOffsets() throws Exception {
    try (var admin = Admin.create(client)) {
      admin.deleteConsumerGroups(List.of(raw)).all()
          .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** As if the database were restored from a copy made after the first of one partition's reports. */
  void forgetAllButOneReport() {
    execute("delete from epro.report where source_offset > 0;"
        + " update epro.ledger set next_offset = 1, stored = 1");
  }

  void execute(String sql) {
    try (Connection connection = connect(); var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.getOrDefault("processor.postgres.url", ""),
        settings.getOrDefault("processor.postgres.user", ""),
        settings.getOrDefault("processor.postgres.password", ""));
  }

  long count(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Offsets that the ledger shows as applied, summed over the partitions. */
  long applied() {
    return count("select coalesce(sum(next_offset), 0) from epro.ledger");
  }
}
