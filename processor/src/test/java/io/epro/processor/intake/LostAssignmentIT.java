package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.local.fixture.RealKafka;
import io.epro.processor.ProcessorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;

/** The exception as Kafka throws it, on a real group: the race itself cannot be made to happen. */
class LostAssignmentIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final StackTraceElement KAFKAS = new StackTraceElement(
      "org.apache.kafka.clients.consumer.internals.SubscriptionState", "assignedState",
      "SubscriptionState.java", 429);
  private final String topic = RealKafka.get().newTopicName("lost");
  private final AtomicReference<String> toldToBeginAgain = new AtomicReference<>();

  @Test
  void thePipelineEndsToBeginAgainAndHasNotFailed() throws Exception {
    try (var pipeline = started("STREAMS", true)) {
      assertThat(pipeline.ended().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(toldToBeginAgain.get()).contains("lost its partitions");
      assertThat(pipeline.failed()).isNull();
    }
  }

  @Test
  void underTheClassicProtocolItStopsLoudly() throws Exception {
    assertStops("CLASSIC", true);
  }

  @Test
  void anIllegalStateOfAnybodyElseStopsLoudly() throws Exception {
    assertStops("STREAMS", false);
  }

  private void assertStops(String protocol, boolean kafkas) throws Exception {
    try (var pipeline = started(protocol, kafkas)) {
      assertThat(pipeline.ended().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.failed()).isEqualTo("IllegalStateException");
      assertThat(toldToBeginAgain.get()).isNull();
    }
  }

  private Pipeline started(String protocol, boolean kafkas) throws Exception {
    var kafka = RealKafka.get();
    kafka.createTopic(topic, 1);
    try (var producer = new KafkaProducer<>(
        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var value : new String[]{"a", "b", "c"}) {
        producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))).get(20,
            TimeUnit.SECONDS);
      }
    }
    var settings = Settings.load(ProcessorSettings.class,
        Map.of("processor.kafka.bootstrap-servers", kafka.bootstrapServers(), "processor.group",
            topic, "processor.group-protocol", protocol, "processor.topics.raw", topic,
            "processor.postgres.url", "jdbc:postgresql://localhost/unused",
            "processor.postgres.user", "unused", "processor.postgres.password", "unused"));
    var topology = new Topology()
        .addSource(AutoOffsetReset.earliest(), "source", new ByteArrayDeserializer(),
            new ByteArrayDeserializer(), topic)
        .addProcessor("throws", () -> new Throws(kafkas), "source");
    var pipeline = new Pipeline(topology, settings, new DefaultKafkaClientSupplier(),
        new SimpleMeterRegistry());
    pipeline.whenItHasToBeginAgain(toldToBeginAgain::set);
    pipeline.start();
    return pipeline;
  }

  /** At the second record. */
  private static final class Throws implements Processor<byte[], byte[], Void, Void> {
    private final boolean kafkas;

    Throws(boolean kafkas) {
      this.kafkas = kafkas;
    }

    @Override
    public void process(Record<byte[], byte[]> read) {
      if (new String(read.value(), UTF_8).equals("b")) {
        var race = new IllegalStateException("No current assignment for partition");
        if (kafkas) {
          race.setStackTrace(new StackTraceElement[]{KAFKAS});
        }
        throw race;
      }
    }
  }
}
