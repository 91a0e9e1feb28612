package io.epro.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
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

  private static Map<String, Object> producer(Map<String, String> settings) {
    return new StreamsConfig(
        StreamsProperties.of(Settings.load(ProcessorSettings.class, settings)))
        .getProducerConfigs("stream-thread");
  }
}
