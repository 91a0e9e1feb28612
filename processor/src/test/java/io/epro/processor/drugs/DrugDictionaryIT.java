package io.epro.processor.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.drug.Drug;
import io.epro.local.fixture.RealKafka;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dictionary while it changes, and after a restart on a topic that has been compacted. */
class DrugDictionaryIT {
  private static final RealKafka KAFKA = RealKafka.get();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir
  Path directory;

  private final String topic = KAFKA.newTopicName("drugs");
  private final String asked = topic + ".asked";
  private final ShardedDrugStore drugs = new ShardedDrugStore();
  private final DrugMetrics metrics = new DrugMetrics(new LookupCounts());
  private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
      Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "linger.ms", 5),
      new ByteArraySerializer(), new ByteArraySerializer());
  /** What the topic comes to. */
  private final TreeMap<String, String> expected = new TreeMap<>();

  @AfterEach
  void close() {
    producer.close(Duration.ZERO);
  }

  @Test
  void streamThreadsReadWholeDrugsWhileOthersComeChangeAndGo() {
    // Given drugs that stay, and stream threads that ask for them again and again
    KAFKA.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
    KAFKA.createTopic(asked, 2);
    var readings = new DrugReadings(drugs, 40);
    for (int number = 0; number < 40; number++) {
      put("S-" + number, 0);
    }
    producer.flush();
    try (var streams = streams(readings)) {
      streams.start();
      awaitRunning(streams);
      ask();
      await().atMost(PATIENCE).until(() -> readings.threads() == 2);

      // When they are updated, and others come and go, so that shards grow and are laid out anew
      for (int version = 1; version <= 100; version++) {
        for (int number = 0; number < 40; number++) {
          put("S-" + number, version);
          put("T-" + version + "-" + number, version);
          if (version > 2) {
            delete("T-" + (version - 2) + "-" + number);
          }
        }
        ask();
      }
      producer.flush();

      // Then no reading missed one that stays, or saw it torn, foreign or older than before
      await().atMost(PATIENCE).until(() -> {
        ask();
        return readings.newest() == 100;
      });
      await().atMost(PATIENCE).untilAsserted(this::assertIsLastState);
      assertThat(readings.faults()).isEmpty();
      assertThat(metrics.badRecords()).isZero();
    }
  }

  @Test
  void aRestartOnACompactedTopicGivesTheLastState() throws Exception {
    // Given a topic whose older records and deleted drugs have been compacted away
    KAFKA.createTopic(topic, 1, Map.of("cleanup.policy", "compact", "segment.ms", "100",
        "min.cleanable.dirty.ratio", "0.001", "delete.retention.ms", "0"));
    try (var admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
      cleanEvery(admin, "200");
      int published = 0;
      for (int version = 0; version < 20; version++) {
        for (int number = 0; number < 50; number++) {
          put("C-" + number, version);
          published++;
        }
      }
      for (int number = 0; number < 50; number += 2) {
        delete("C-" + number);
        published++;
      }
      producer.flush();
      int all = published;
      // Only a segment that is no longer written to is compacted, and a record has to end it.
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
        put("end", 0);
        producer.flush();
        return records() < all / 5;
      });
      cleanEvery(admin, null);
    }

    // When a process starts, and another one after more has come
    assertStartGivesLastState();
    put("C-0", 100);
    delete("C-1");
    delete("never-known");
    put("new", 0);
    producer.flush();
    assertStartGivesLastState();
  }

  @Test
  void aHundredThousandDrugsAreThereBeforeAStreamThreadRuns() {
    KAFKA.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
    for (int number = 0; number < 100_000; number++) {
      put("D-" + number, 0);
    }
    producer.flush();
    assertStartGivesLastState();
  }

  private void assertStartGivesLastState() {
    try (var streams = streams(null)) {
      streams.start();
      awaitRunning(streams);
      assertIsLastState();
      assertThat(metrics.badRecords()).isZero();
    }
  }

  private void assertIsLastState() {
    assertThat(drugs.size()).isEqualTo(expected.size());
    var different = expected.entrySet().stream()
        .filter(drug -> !drug.getValue().equals(find(drug.getKey()))).map(Map.Entry::getKey)
        .toList();
    assertThat(different).isEmpty();
  }

  private void put(String id, int version) {
    var name = id + " v" + version;
    expected.put(id, "\"known\":true,\"name\":\"" + name + "\"");
    send(topic, id, new Drug(id, name, null, null).toJson());
  }

  private void delete(String id) {
    expected.remove(id);
    send(topic, id, null);
  }

  /** One record for each stream thread. */
  private void ask() {
    for (int partition = 0; partition < 2; partition++) {
      var _ = producer.send(new ProducerRecord<>(asked, partition, new byte[]{1}, new byte[]{1}));
    }
  }

  // Kafka's classes say nothing of null, but the value may be.
  @SuppressWarnings("NullAway")
  private void send(String to, String key, byte @Nullable [] value) {
    var _ = producer.send(new ProducerRecord<>(to, key.getBytes(UTF_8), value));
  }

  private KafkaStreams streams(@Nullable DrugReadings readings) {
    var topology = new Topology();
    DrugTopology.addTo(topology, topic, drugs, metrics);
    if (readings != null) {
      topology.addSource("asked", new ByteArrayDeserializer(), new ByteArrayDeserializer(), asked)
          .addProcessor("reading", readings::reader, "asked");
    }
    var config = new Properties();
    config.put("application.id", topic);
    config.put("bootstrap.servers", KAFKA.bootstrapServers());
    config.put("state.dir", directory.toString());
    config.put("num.stream.threads", "2");
    return new KafkaStreams(topology, config);
  }

  private static void awaitRunning(KafkaStreams streams) {
    await().atMost(PATIENCE).until(() -> streams.state() == KafkaStreams.State.RUNNING);
  }

  /** How often the broker looks for something to compact; null is its default. */
  private static void cleanEvery(Admin admin, @Nullable String millis) throws Exception {
    var entry = new ConfigEntry("log.cleaner.backoff.ms", millis == null ? "" : millis);
    var change = new AlterConfigOp(entry,
        millis == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(
        Map.of(new ConfigResource(ConfigResource.Type.BROKER, ""), List.of(change))).all()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Records that the topic still holds. */
  private long records() {
    try (var consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", KAFKA.bootstrapServers()),
        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long count = 0;
      while (consumer.position(partition) < end) {
        count += consumer.poll(Duration.ofMillis(200)).count();
      }
      return count;
    }
  }

  private @Nullable String find(String id) {
    byte[] utf8 = id.getBytes(UTF_8);
    byte[] found = drugs.find(utf8, 0, utf8.length);
    return found == null ? null : new String(found, UTF_8);
  }
}
