package io.epro.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.config.ConfigException;
import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkLimitsTest {

  @Test
  void theDefaultsAreLimits() {
    assertThat(limits(Map.of()).recentIds()).isEqualTo(262_144);
  }

  @Test
  void aMemoryForIdsMayBeOff() {
    assertThat(limits(Map.of("processor.sink.recent-ids", "0")).recentIds()).isZero();
  }

  @Test
  void aMemorySmallerThanABatchIsRefusedWithAllOtherProblems() {
    assertThatThrownBy(() -> limits(Map.of("processor.sink.recent-ids", "999",
        "processor.batch.max-rows", "1000", "processor.batch.max-bytes", "0")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("processor.sink.recent-ids must be 0, or from batch.max-rows (1000)")
        .hasMessageContaining("processor.batch.max-bytes");
  }

  private static SinkLimits limits(Map<String, String> settings) {
    return SinkLimits.from(Settings.load(ProcessorSettings.class, settings));
  }
}
