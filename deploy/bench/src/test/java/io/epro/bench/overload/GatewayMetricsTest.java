package io.epro.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.bench.measure.Scrape;
import io.epro.bench.overload.GatewayMetrics.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
  private static final Scrape TEXT = new Scrape(List.of("# TYPE jvm_memory_used_bytes gauge",
      "jvm_memory_used_bytes{area=\"heap\",id=\"G1 Eden Space\"} 1.5E7",
      "jvm_memory_used_bytes{area=\"heap\",id=\"G1 Old Gen\"} 5000000.0",
      "jvm_memory_used_bytes{area=\"nonheap\",id=\"Metaspace\"} 9.9E7",
      "epro_gateway_connections 200.0",
      "epro_gateway_connections_refused_total 3.0",
      "epro_gateway_inflight_requests 17.0",
      "epro_gateway_reports_total{outcome=\"accepted\"} 1.2E6",
      "epro_gateway_reports_total{outcome=\"overloaded\"} 30.0"));

  @Test
  void theHeapIsTheSumOfItsParts() {
    var reading = Reading.of(TEXT);

    assertThat(reading.heapBytes()).isEqualTo(2e7);
    assertThat(reading.connections()).isEqualTo(200);
    assertThat(reading.inflightRequests()).isEqualTo(17);
  }

  @Test
  void outcomesAreThoseSinceTheReadingBefore() {
    var before = new Reading(0, 0, 0, Map.of("accepted", 1_000_000L, "overloaded", 30L));

    assertThat(Reading.of(TEXT).outcomesSince(before))
        .containsOnly(Map.entry("accepted", 200_000L));
  }

  @Test
  void aMetricThatIsGoneIsAnError() {
    assertThatThrownBy(() -> Reading.of(new Scrape(TEXT.lines().subList(4, 9))))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("jvm_memory_used_bytes");
  }
}
