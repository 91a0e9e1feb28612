package io.epro.local.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final String SCRAPE = """
      # HELP epro_processor_end_to_end_seconds From received-at to committed
      # TYPE epro_processor_end_to_end_seconds histogram
      epro_processor_end_to_end_seconds_bucket{le="0.1"} 90
      epro_processor_end_to_end_seconds_bucket{le="0.5"} 99
      epro_processor_end_to_end_seconds_bucket{le="+Inf"} 100
      epro_processor_end_to_end_seconds_count 100
      epro_sink_flush_seconds_bucket{le="0.1"} 7
      """;

  @Test
  void isTheBucketThatNinetyNineInAHundredFallInto() {
    assertThat(Latency.percentile(new TreeMap<>(), buckets(SCRAPE), 0.99)).hasValue(0.5);
    assertThat(Latency.percentile(new TreeMap<>(), buckets(SCRAPE), 0.5)).hasValue(0.1);
  }

  @Test
  void countsOnlyWhatCameSinceTheLookBefore() {
    var later = buckets("""
        epro_processor_end_to_end_seconds_bucket{le="0.1"} 190
        epro_processor_end_to_end_seconds_bucket{le="0.5"} 199
        epro_processor_end_to_end_seconds_bucket{le="+Inf"} 200
        """);

    assertThat(Latency.percentile(buckets(SCRAPE), later, 0.99)).hasValue(0.1);
    assertThat(Latency.percentile(later, later, 0.99)).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void addsTheProcessorsUp() {
    var both = buckets(SCRAPE);
    Latency.add(SCRAPE, both);

    assertThat(both).containsEntry(0.1, 180.0).containsEntry(Double.POSITIVE_INFINITY, 200.0);
  }

  @Test
  void countsAfreshAfterARestart() {
    var restarted = buckets("""
        epro_processor_end_to_end_seconds_bucket{le="0.1"} 10
        epro_processor_end_to_end_seconds_bucket{le="+Inf"} 10
        """);

    assertThat(Latency.percentile(buckets(SCRAPE), restarted, 0.99)).hasValue(0.1);
  }

  @Test
  void isAbsentWithoutAProcessor() {
    assertThat(Latency.percentile(new TreeMap<>(), new TreeMap<>(), 0.99)).isEmpty();
  }

  private static NavigableMap<Double, Double> buckets(String scrape) {
    var buckets = new TreeMap<Double, Double>();
    Latency.add(scrape, buckets);
    return buckets;
  }
}
