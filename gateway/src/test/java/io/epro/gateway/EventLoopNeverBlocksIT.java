package io.epro.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Admission;
import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.publish.KafkaReportPublisher;
import io.epro.gateway.publish.ProducerProperties;
import io.epro.gateway.receive.Limits;
import io.epro.gateway.receive.ReportServer;
import io.epro.gateway.receive.Sizes;
import io.epro.gateway.receive.Stages;
import io.epro.gateway.receive.Time;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.Ports;
import io.epro.local.process.Signals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A gateway with one event loop, reports that wait for a broker which is away, and on the same event
 * loop requests that need none: these must be answered as if nothing were wrong.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class EventLoopNeverBlocksIT {
  /**
   * For a request that needs no broker. Generous, for machines that are busy with other things; what
   * it must be below is the ack timeout here, 2 s, and Kafka's {@code max.block.ms}, a minute.
   */
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  @TempDir
  private static Path directory;
  @SuppressWarnings("NullAway.Init") // by startBroker(), which needs the directory
  private static LocalKafka kafka;

  private final String topic = "event-loop." + UUID.randomUUID();

  @BeforeAll
  static void startBroker() throws IOException {
    kafka = new LocalKafka(directory.resolve("kafka"), 0);
    kafka.start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void whenTheBrokerWasNeverThere() throws Exception {
    var gateway = start("127.0.0.1:" + Ports.orFree(0), Map.of());
    try (var bystander = new Bystander(gateway.port())) {
      bystander.askUntil(() -> bystander.refused() >= 100);

      assertThat(bystander.slowest()).isLessThan(BOUND);
      assertThat(bystander.queued()).isZero();
    } finally {
      gateway.close();
    }
  }

  @Test
  void whenTheBrokerIsKilled() throws Exception {
    var gateway = startReady(Map.of());
    try (var bystander = new Bystander(gateway.port())) {
      bystander.askUntil(() -> bystander.queued() >= 100);

      kafka.kill();
      try {
        bystander.askUntil(() -> bystander.refused() >= 1_000);
      } finally {
        kafka.start();
      }

      assertThat(bystander.slowest()).isLessThan(BOUND);
    } finally {
      gateway.close();
    }
  }

  /** Old metadata, nobody who gives new, and more reports than fit into the producer's memory. */
  @Test
  void whenTheBrokerIsFrozenAndTheMetadataExpires() throws Exception {
    var gateway = startReady(Map.of(ProducerConfig.METADATA_MAX_AGE_CONFIG, "500"));
    try (var bystander = new Bystander(gateway.port())) {
      bystander.askUntil(() -> bystander.queued() >= 100);

      Signals.freeze(kafka.process().pid());
      try {
        // Each was refused after the ack timeout, so that the last was sent with old metadata.
        bystander.askUntil(() -> bystander.refused() >= 2 * Bystander.CROWD);
      } finally {
        Signals.send("CONT", kafka.process().pid());
      }

      assertThat(bystander.slowest()).isLessThan(BOUND);
    } finally {
      gateway.close();
    }
  }

  @Test
  void whenTheTopicIsDeleted() throws Exception {
    var gateway = startReady(Map.of());
    try (var bystander = new Bystander(gateway.port()); var admin = admin()) {
      bystander.askUntil(() -> bystander.queued() >= 100);

      admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
      bystander.askUntil(() -> bystander.refused() >= 1_000);

      assertThat(bystander.slowest()).isLessThan(BOUND);
    } finally {
      gateway.close();
    }
  }

  /** The same server with a producer as Kafka's defaults make it, but for a shorter wait. */
  @Test
  void aProducerThatMayBlockIsNoticed() throws Exception {
    createTopic();
    var settings = settings(kafka.bootstrapServers(), Map.of());
    var properties = new HashMap<>(ProducerProperties.of(settings.kafka(), 64 << 10, 16 << 20));
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "2000");
    var registry = new SimpleMeterRegistry();
    var publisher = new KafkaReportPublisher(properties, topic, registry);
    var server = server(publisher, registry);
    publisher.start();
    server.start();
    await().atMost(LIMIT).until(() -> publisher.health().ready());
    try (var bystander = new Bystander(server.port()); var admin = admin()) {
      bystander.askUntil(() -> bystander.queued() >= 100);

      admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
      bystander.askUntil(() -> bystander.slowest().compareTo(BOUND) > 0);

      assertThat(bystander.slowest()).isGreaterThan(BOUND);
    } finally {
      publisher.close(Duration.ofMillis(100));
      server.close(Duration.ofSeconds(5));
    }
  }

  private static ReportServer server(KafkaReportPublisher publisher,
      SimpleMeterRegistry registry) {
    var admission = new Admission(new Admission.Bounds(1_000, 1_000, 16 << 20), System::nanoTime,
        () -> 0);
    var limits = new Limits(new Sizes(64 << 10, 64 << 10, 10), LIMIT, LIMIT,
        Duration.ofSeconds(2), LIMIT.multipliedBy(2));
    var unlimited = new RateLimit(new RateLimit.Rule(0, 1, 1), System::nanoTime);
    var transport = TransportSettings.of(settings("127.0.0.1:1", Map.of()));
    return new ReportServer(new ReportServer.Listen("127.0.0.1", 0, 1, transport),
        new Stages(admission, Access.open(), unlimited, publisher), limits, Time.SYSTEM, registry);
  }

  private Gateway startReady(Map<String, String> producer) throws Exception {
    createTopic();
    return start(kafka.bootstrapServers(), producer);
  }

  private Gateway start(String brokers, Map<String, String> producer) throws Exception {
    var all = new HashMap<>(Map.of("gateway.topic", topic));
    producer.forEach((key, value) -> all.put("gateway.kafka.properties.\"" + key + "\"", value));
    var gateway = new Gateway(settings(brokers, all));
    gateway.start();
    return gateway;
  }

  private static GatewaySettings settings(String brokers, Map<String, String> others) {
    var all = new HashMap<>(Map.of("gateway.auth.mode", "none", "gateway.port", "0",
        "gateway.admin.port", "0", "gateway.threads", "1", "gateway.ack-timeout", "2s",
        "gateway.drain-timeout", "1s", "gateway.rate-limit.per-minute", "0",
        "gateway.kafka.bootstrap-servers", brokers));
    all.putAll(others);
    return Settings.load(GatewaySettings.class, all);
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
