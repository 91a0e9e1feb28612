package io.epro.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.assignment.assignors.StickyTaskAssignor;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {

  @Test
  void rejectsAreSentAtOnceSinceTheirThreadWaits() {
    assertThat(producer(Map.of())).containsEntry(ProducerConfig.LINGER_MS_CONFIG, 0);
  }

  @Test
  void aProducerPropertyCanBeGiven() {
    assertThat(producer(Map.of("processor.kafka.properties.\"producer.linger.ms\"", "3")))
        .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "3");
  }

  @Test
  void aThreadDoesNotWaitAMinuteForAnAnswerThatIsLost() {
    assertThat(consumer(Map.of()))
        .containsEntry(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
  }

  /** Streams' own sum: a deadline that overflows has passed at the second failure. */
  @Test
  void noOutageOfTheBrokersEndsATask() {
    long timeout = new StreamsConfig(
        StreamsProperties.of(Settings.load(ProcessorSettings.class, Map.of())))
        .getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG);
    assertThat(Duration.ofMillis(timeout)).isGreaterThan(Duration.ofDays(36_500));
    assertThat(System.currentTimeMillis() + timeout).isPositive();
  }

  @Test
  void underTheClassicProtocolADeadMemberIsMissedAfterTheSessionTimeout() {
    assertThat(consumer(Map.of("processor.group-protocol", "CLASSIC",
        "processor.session-timeout", "8s")))
        .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 8000)
        .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 800);
  }

  @Test
  void underTheClassicProtocolPartitionsStayWhereTheyAreIfTheyCan() {
    assertThat(consumer(Map.of("processor.group-protocol", "CLASSIC")))
        .containsEntry(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG,
            StickyTaskAssignor.class.getName());
  }

  @Test
  void kafkasOwnNamesForTheSessionWin() {
    assertThat(consumer(Map.of("processor.group-protocol", "CLASSIC",
        "processor.kafka.properties.\"session.timeout.ms\"", "7000")))
        .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "7000");
  }

  @Test
  void underTheStreamsProtocolTheBrokersSayAndNothingIsSet() {
    assertThat(consumer(Map.of())).doesNotContainKeys(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
  }

  private static Map<String, Object> consumer(Map<String, String> settings) {
    return new StreamsConfig(
        StreamsProperties.of(Settings.load(ProcessorSettings.class, settings)))
        .getMainConsumerConfigs("group", "client", 0);
  }

  private static Map<String, Object> producer(Map<String, String> settings) {
    return new StreamsConfig(
        StreamsProperties.of(Settings.load(ProcessorSettings.class, settings)))
        .getProducerConfigs("stream-thread");
  }
}
