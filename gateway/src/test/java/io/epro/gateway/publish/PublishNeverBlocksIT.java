package io.epro.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.gateway.GatewaySettings;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.Ports;
import io.epro.local.process.Signals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long {@code publish} holds its caller, an event loop, in every way in which the broker can be
 * away. The producer is the real one, with the gateway's properties but for what a test names.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class PublishNeverBlocksIT {
  /**
   * What a busy machine may take from a thread. A producer that waits takes {@code max.block.ms}, by
   * Kafka's default a minute.
   */
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MANY = 500;
  private static final String METADATA_AGE = "kafka.producer.metadata.age";
  @TempDir
  private static Path directory;
  @SuppressWarnings("NullAway.Init") // by startBroker(), which needs the directory
  private static LocalKafka kafka;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Queue<PublishResult> results = new ConcurrentLinkedQueue<>();
  private final List<KafkaReportPublisher> publishers = new ArrayList<>();
  private final String topic = "never-blocks." + UUID.randomUUID();
  private int published;
  private Duration longest = Duration.ZERO;

  /** How the broker is away. */
  enum Absence {
    KILLED, FROZEN
  }

  @BeforeAll
  static void startBroker() throws IOException {
    kafka = new LocalKafka(directory.resolve("kafka"), 0);
    kafka.start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @AfterEach
  void close() {
    publishers.forEach(publisher -> publisher.close(Duration.ofMillis(100)));
  }

  @Test
  void whenTheBrokerWasNeverThere() {
    var publisher = publisher("127.0.0.1:" + Ports.orFree(0), Map.of());
    publisher.start();

    publishUntil(publisher, () -> published >= MANY);

    assertThat(longest).isLessThan(BOUND);
    assertThat(results).hasSize(published).containsOnly(PublishResult.UNAVAILABLE);
  }

  @ParameterizedTest
  @EnumSource
  void whenTheBrokerGoesAndComesBack(Absence absence) throws Exception {
    var publisher = ready(Map.of());

    try (var away = away(absence)) {
      publishUntil(publisher, () -> published >= MANY && forgottenOrFrozen(absence));
      assertThat(longest).isLessThan(BOUND);
    }

    awaitAcknowledged(publisher);
  }

  /** A dead broker is forgotten with all that it told, so this is a frozen one's. */
  @Test
  void whenTheMetadataIsOldAndNobodyGivesNew() throws Exception {
    // Not under the half second that Kafka's clients leave between two requests for metadata.
    var publisher = ready(Map.of(ProducerConfig.METADATA_MAX_AGE_CONFIG, "500"));

    try (var away = away(Absence.FROZEN)) {
      await().atMost(LIMIT).until(() -> metadataAge() >= 2);
      publishUntil(publisher, () -> published >= MANY);
      assertThat(longest).isLessThan(BOUND);
    }

    awaitAcknowledged(publisher);
  }

  @Test
  void whenTheTopicIsDeletedAndMadeAgain() throws Exception {
    var publisher = ready(Map.of());

    try (var admin = admin()) {
      admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    }
    publishUntil(publisher,
        () -> published >= MANY && results.contains(PublishResult.UNAVAILABLE));
    assertThat(longest).isLessThan(BOUND);
    createTopic();

    awaitAcknowledged(publisher);
  }

  @Test
  void whenItsMemoryIsFull() throws Exception {
    var publisher = ready(Map.of(ProducerConfig.BUFFER_MEMORY_CONFIG, "200000"));

    try (var away = away(Absence.FROZEN)) {
      publishUntil(publisher, () -> results.contains(PublishResult.BUFFER_FULL));
      assertThat(longest).isLessThan(BOUND);
    }

    awaitAcknowledged(publisher);
  }

  /** And why {@code metadata.max.idle.ms} is what it is: with one like Kafka's own it would fail. */
  @Test
  void theFirstReportAfterALongSilenceIsTakenAtOnce() throws Exception {
    var ours = ready(Map.of(ProducerConfig.METADATA_MAX_AGE_CONFIG, "500"));
    var forgetful = publisher(kafka.bootstrapServers(), Map.of(
        ProducerConfig.METADATA_MAX_AGE_CONFIG, "500",
        ProducerConfig.METADATA_MAX_IDLE_CONFIG, "5000")); // the least that Kafka takes
    makeReady(forgetful);

    // Longer than that, and the metadata has been fetched since.
    await().pollDelay(Duration.ofSeconds(7)).atMost(LIMIT).until(() -> metadataAge() < 2);

    publish(ours);
    assertThat(longest).isLessThan(BOUND);
    await().atMost(LIMIT).until(() -> !results.isEmpty());
    assertThat(results).containsExactly(PublishResult.ACKNOWLEDGED);
    results.clear();
    publish(forgetful);
    assertThat(results).containsExactly(PublishResult.UNAVAILABLE);
  }

  /** Why {@code max.block.ms} is 0, and that the tests above can fail. */
  @Test
  void aProducerThatMayBlockIsNoticed() throws Exception {
    var publisher = ready(Map.of(ProducerConfig.BUFFER_MEMORY_CONFIG, "200000",
        ProducerConfig.MAX_BLOCK_MS_CONFIG, "2000"));

    try (var away = away(Absence.FROZEN)) {
      publishUntil(publisher, () -> results.contains(PublishResult.BUFFER_FULL));
      assertThat(longest).isGreaterThan(BOUND);
    }
  }

  private void publishUntil(KafkaReportPublisher publisher, BooleanSupplier enough) {
    await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
        .pollInSameThread().until(() -> {
          publish(publisher);
          return enough.getAsBoolean();
        });
  }

  private void publish(KafkaReportPublisher publisher) {
    published++;
    var report = new RawReport("P-" + published, "x".repeat(1000).getBytes(
        StandardCharsets.US_ASCII), UUID.randomUUID(), new byte[32], 0, null);
    long before = System.nanoTime();
    publisher.publish(report, results::add);
    var held = Duration.ofNanos(System.nanoTime() - before);
    longest = held.compareTo(longest) > 0 ? held : longest;
  }

  /** A dead broker is forgotten, and reports are refused; a frozen one is waited for. */
  private boolean forgottenOrFrozen(Absence absence) {
    return switch (absence) {
      case KILLED -> results.contains(PublishResult.UNAVAILABLE);
      case FROZEN -> true;
    };
  }

  private void awaitAcknowledged(KafkaReportPublisher publisher) {
    results.clear();
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
      publish(publisher);
      return results.contains(PublishResult.ACKNOWLEDGED);
    });
  }

  private double metadataAge() {
    return registry.get(METADATA_AGE).gauge().value();
  }

  private KafkaReportPublisher ready(Map<String, String> others) throws Exception {
    createTopic();
    var publisher = publisher(kafka.bootstrapServers(), others);
    makeReady(publisher);
    return publisher;
  }

  private void makeReady(KafkaReportPublisher publisher) {
    publisher.start();
    await().atMost(LIMIT).until(() -> publisher.health().ready());
    awaitAcknowledged(publisher);
    await().atMost(LIMIT).until(() -> results.size() == published);
    results.clear();
    published = 0;
    longest = Duration.ZERO; // class loading is not what is measured
  }

  private KafkaReportPublisher publisher(String brokers, Map<String, String> others) {
    var settings = Settings.load(GatewaySettings.class,
        Map.of("gateway.kafka.bootstrap-servers", brokers));
    var properties = new HashMap<>(ProducerProperties.of(settings.kafka(), 64 << 10, 16 << 20));
    properties.putAll(others);
    var publisher = new KafkaReportPublisher(properties, topic, registry);
    publishers.add(publisher);
    return publisher;
  }

  private static AutoCloseable away(Absence absence) throws IOException {
    switch (absence) {
      case KILLED -> kafka.kill();
      case FROZEN -> Signals.freeze(kafka.process().pid());
    }
    return () -> {
      switch (absence) {
        case KILLED -> kafka.start();
        case FROZEN -> Signals.send("CONT", kafka.process().pid());
      }
    };
  }

  private void createTopic() throws Exception {
    try (var admin = admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }
}
