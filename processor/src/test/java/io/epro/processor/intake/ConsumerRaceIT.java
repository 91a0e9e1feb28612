package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.local.fixture.RealKafka;
import io.epro.processor.ProcessorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.Metadata.LeaderAndEpoch;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.clients.consumer.internals.SubscriptionState.FetchPosition;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exceptions that Kafka throws, on a real group: the races themselves cannot be made to happen. */
class ConsumerRaceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final TopicPartition SOME = new TopicPartition("some", 0);
  private final String topic = RealKafka.get().newTopicName("race");
  private final AtomicReference<String> toldToBeginAgain = new AtomicReference<>();

  /** Who throws. */
  enum Fault {
    NOT_ASSIGNED {
      @Override
      void throwIt() {
        subscription().requestOffsetReset(SOME);
      }
    },
    POSITION_NOT_VALID {
      @Override
      void throwIt() {
        var subscription = subscription();
        subscription.assignFromUser(Set.of(SOME));
        subscription.position(SOME, new FetchPosition(1, Optional.empty(),
            LeaderAndEpoch.noLeaderOrEpoch()));
      }
    },
    OURS {
      @Override
      void throwIt() {
        throw new IllegalStateException("a bug");
      }
    };

    abstract void throwIt();

    private static SubscriptionState subscription() {
      return new SubscriptionState(new LogContext(), AutoOffsetResetStrategy.EARLIEST);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "OURS", mode = EnumSource.Mode.EXCLUDE)
  void thePipelineEndsToBeginAgainAndHasNotFailed(Fault fault) throws Exception {
    try (var pipeline = started("STREAMS", fault)) {
      assertThat(pipeline.ended().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(toldToBeginAgain.get()).contains("lost a race");
      assertThat(pipeline.failed()).isNull();
    }
  }

  @Test
  void underTheClassicProtocolItStopsLoudly() throws Exception {
    assertStops("CLASSIC", Fault.NOT_ASSIGNED);
  }

  @Test
  void anIllegalStateOfAnybodyElseStopsLoudly() throws Exception {
    assertStops("STREAMS", Fault.OURS);
  }

  private void assertStops(String protocol, Fault fault) throws Exception {
    try (var pipeline = started(protocol, fault)) {
      assertThat(pipeline.ended().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.failed()).isEqualTo("IllegalStateException");
      assertThat(toldToBeginAgain.get()).isNull();
    }
  }

  private Pipeline started(String protocol, Fault fault) throws Exception {
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
        .addProcessor("throws", () -> new Throws(fault), "source");
    var pipeline = new Pipeline(topology, settings, new DefaultKafkaClientSupplier(),
        new SimpleMeterRegistry());
    pipeline.whenItHasToBeginAgain(toldToBeginAgain::set);
    pipeline.start();
    return pipeline;
  }

  /** At the second record. */
  private static final class Throws implements Processor<byte[], byte[], Void, Void> {
    private final Fault fault;

    Throws(Fault fault) {
      this.fault = fault;
    }

    @Override
    public void process(Record<byte[], byte[]> read) {
      if (new String(read.value(), UTF_8).equals("b")) {
        fault.throwIt();
      }
    }
  }
}
