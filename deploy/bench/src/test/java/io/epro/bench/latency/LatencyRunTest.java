package io.epro.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.epro.bench.latency.LatencyRun.Bucket;
import io.epro.bench.latency.LatencyRun.Latency;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyRunTest {
  private final Histogram micros = new Histogram(Sightings.HIGHEST_MICROS, 3);

  LatencyRunTest() {
    for (int i = 1; i <= 1000; i++) {
      micros.recordValue(1000L * i);
    }
  }

  @Test
  void percentilesAreInMilliseconds() {
    var latency = Latency.of(micros);

    assertThat(latency.p50()).isCloseTo(500, within(1.0));
    assertThat(latency.p99()).isCloseTo(990, within(1.0));
    assertThat(latency.max()).isCloseTo(1000, within(1.0));
    assertThat(latency.mean()).isCloseTo(500.5, within(1.0));
  }

  @Test
  void bucketsHoldEveryReportOnceAndGrowByAFifth() {
    var buckets = Bucket.of(micros);

    assertThat(buckets.stream().mapToLong(Bucket::reports).sum()).isEqualTo(1000);
    for (int i = 1; i < buckets.size(); i++) {
      assertThat(buckets.get(i).upToMillis() / buckets.get(i - 1).upToMillis())
          .isGreaterThan(1.15);
    }
    assertThat(buckets.getLast().upToMillis()).isCloseTo(1000, Percentage.withPercentage(20));
  }
}
