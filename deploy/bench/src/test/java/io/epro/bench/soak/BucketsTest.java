package io.epro.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.epro.bench.measure.Scrape;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketsTest {
  @Test
  void aPercentileLiesWithinItsBucket() {
    var buckets = of("0.1\"} 50", "0.2\"} 100", "+Inf\"} 100");

    assertThat(buckets.percentile(0.75).orElseThrow()).isCloseTo(0.15, within(1e-9));
    assertThat(buckets.percentile(0.5).orElseThrow()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void whatIsBeyondTheLastBoundCountsAsThatBound() {
    assertThat(of("0.1\"} 50", "+Inf\"} 100").percentile(0.99).orElseThrow()).isEqualTo(0.1);
  }

  @Test
  void onlyWhatCameSinceCounts() {
    var before = of("0.1\"} 90", "0.2\"} 90", "+Inf\"} 90");
    var now = of("0.1\"} 90", "0.2\"} 190", "+Inf\"} 190");

    assertThat(now.since(before).count()).isEqualTo(100);
    assertThat(now.since(before).percentile(0.5).orElseThrow()).isCloseTo(0.15, within(1e-9));
    assertThat(now.since(now).percentile(0.5)).isEmpty();
  }

  @Test
  void processesAddUp() {
    var one = of("0.1\"} 10", "+Inf\"} 10");

    assertThat(one.plus(one).count()).isEqualTo(20);
    assertThat(Buckets.none().plus(one).count()).isEqualTo(10);
    assertThat(Buckets.none().count()).isZero();
  }

  private static Buckets of(String... ends) {
    return Buckets.of(new Scrape(List.of(ends).stream()
        .map(end -> "seconds_bucket{a=\"b\",le=\"" + end).toList()), "seconds");
  }
}
