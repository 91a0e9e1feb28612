package io.epro.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SightingsTest {
  private static final long MILLI = 1_000_000;

  private final Arrivals arrivals = new Arrivals(new long[]{100, 7});
  private final Sightings sightings = new Sightings(2);

  @Test
  void aLatencyEndsWithTheFirstLookThatSawTheReport() {
    arrivals.add(0, 0);
    arrivals.add(0, 10 * MILLI);
    arrivals.add(1, 20 * MILLI);
    sightings.saw(0, 100, 5 * MILLI);
    sightings.saw(0, 101, 12 * MILLI);
    sightings.saw(0, 101, 14 * MILLI);
    sightings.saw(0, 102, 50 * MILLI);
    sightings.saw(1, 8, 21 * MILLI);

    var micros = sightings.latencies(arrivals, 0, 100 * MILLI);

    assertThat(micros.getTotalCount()).isEqualTo(3);
    assertThat(micros.getCountBetweenValues(12_000, 12_000)).isEqualTo(1);
    assertThat(micros.getCountBetweenValues(40_000, 40_000)).isEqualTo(1);
    assertThat(micros.getCountBetweenValues(1_000, 1_000)).isEqualTo(1);
  }

  @Test
  void onlyReportsOfTheWindowCountHoweverLateTheyAreSeen() {
    arrivals.add(0, 9 * MILLI);
    arrivals.add(0, 10 * MILLI);
    arrivals.add(0, 20 * MILLI);
    sightings.saw(0, 103, 500 * MILLI);

    var micros = sightings.latencies(arrivals, 10 * MILLI, 20 * MILLI);

    assertThat(micros.getTotalCount()).isEqualTo(1);
    assertThat(micros.getMaxValue()).isBetween(490_000L, 491_000L);
  }

  @Test
  void thereIsNoFigureWithAReportThatWasNeverSeen() {
    arrivals.add(0, 0);
    arrivals.add(0, 1);
    sightings.saw(0, 101, 5);

    assertThatThrownBy(() -> sightings.latencies(arrivals, 0, 100))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("never visible");
  }

  @Test
  void behindAreThoseAcceptedBeforeAMomentAndNotSeenByThen() {
    for (int i = 0; i < 5; i++) {
      arrivals.add(0, i * MILLI);
    }
    sightings.saw(0, 102, 3 * MILLI);
    sightings.saw(0, 105, 9 * MILLI);

    assertThat(sightings.behind(arrivals, 4 * MILLI)).isEqualTo(2);
    assertThat(sightings.behind(arrivals, 9 * MILLI)).isZero();
  }

  @Test
  void arrivalsGrowAndKeepTheirOrder() {
    for (int i = 0; i < 10_000; i++) {
      arrivals.add(1, 3L * i);
    }

    assertThat(arrivals.count()).isEqualTo(10_000);
    assertThat(arrivals.nextOffset(1)).isEqualTo(10_007);
    assertThat(arrivals.at(1, 7)).isZero();
    assertThat(arrivals.at(1, 10_006)).isEqualTo(3L * 9_999);
  }
}
