package io.epro.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.local.fixture.RealKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaIT {
  @TempDir
  Path directory;

  @Test
  void keepsAcknowledgedRecordsThroughKillAndRestart() throws Exception {
    try (var kafka = new LocalKafka(directory, 0)) {
      kafka.start();
      createTopic(kafka);
      produce(kafka, "first");

      kafka.kill();
      assertThat(kafka.process().alive()).isFalse();
      kafka.start();
      produce(kafka, "second");
      kafka.stop();
      kafka.start();

      assertThat(consume(kafka, 2)).containsExactly("first", "second");
    }
  }

  @Test
  void saysWhyItDoesNotStart() throws Exception {
    try (var kafka = new LocalKafka(directory.resolve("a"), 0)) {
      kafka.start();
      try (var rival = new LocalKafka(directory.resolve("b"), kafka.port())) {
        assertThatThrownBy(rival::start)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("port " + kafka.port() + ": it is in use");
      }
    }
  }

  @Test
  void theFixtureGivesEachTestTopicsOfItsOwn() throws Exception {
    var kafka = RealKafka.get();
    var topic = kafka.newTopicName("reports");

    kafka.createTopic(topic, 3);

    assertThat(kafka.newTopicName("reports")).isNotEqualTo(topic);
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(admin.describeTopics(List.of(topic)).allTopicNames().get(10, TimeUnit.SECONDS)
          .values()).singleElement()
          .satisfies(described -> assertThat(described.partitions()).hasSize(3));
    }
  }

  private static void createTopic(LocalKafka kafka) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
    }
  }

  private static void produce(LocalKafka kafka, String value) throws Exception {
    try (var producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
        new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("t", value)).get(20, TimeUnit.SECONDS);
    }
  }

  private static List<String> consume(LocalKafka kafka, int count) {
    try (var consumer = new KafkaConsumer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
        new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("t", 0)));
      var values = new ArrayList<String>();
      for (int polls = 0; values.size() < count && polls < 50; polls++) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
