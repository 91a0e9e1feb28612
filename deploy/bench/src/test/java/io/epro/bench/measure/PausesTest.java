package io.epro.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.epro.bench.measure.Pauses.Pause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With lines as JDK 25 writes them. */
class PausesTest {
  private static final String COUNTS = "Leaving safepoint: 2584 ns, ";
  private static final List<String> LOG = List.of(
      "[0.042s][info][safepoint] Safepoint \"G1CollectForAllocation\", Time since last: 25799695 ns,"
          + " Reaching safepoint: 5137 ns, At safepoint: 1177128 ns, " + COUNTS
          + "Total: 1184849 ns, Threads: 0 runnable, 10 total",
      "[0.052s][info][safepoint] Safepoint \"ThreadDump\", Time since last: 8881546 ns,"
          + " Reaching safepoint: 5128 ns, At safepoint: 9885144 ns, " + COUNTS
          + "Total: 9893176 ns, Threads: 0 runnable, 10 total",
      "[0.256s][info][safepoint] Safepoint \"ZMarkEndYoung\", Time since last: 170274511 ns,"
          + " Reaching safepoint: 95282 ns, At safepoint: 25077 ns, " + COUNTS
          + "Total:   135401 ns, Threads: 1 runnable, 10 total",
      "[0.300s][info][safepoint] anything else");

  @Test
  void pausesForTheCollectorAreThoseOfItsOperationsWithTheTimeToReachThem() {
    var pauses = Pauses.of(LOG);

    assertThat(pauses.collections()).isEqualTo(2);
    assertThat(pauses.totalMillis()).isCloseTo(1.32025, within(1e-6));
    assertThat(pauses.maxMillis()).isCloseTo(1.184849, within(1e-6));
    assertThat(pauses.otherMaxMillis()).isCloseTo(9.893176, within(1e-6));
    assertThat(pauses.overOneMilli())
        .containsExactly(new Pause("G1CollectForAllocation", 1.184849));
  }

  @Test
  void thoseOfSeveralJvmsAddUp() {
    var both = Pauses.of(LOG.subList(0, 2)).and(Pauses.of(LOG.subList(2, 4)));

    assertThat(both).usingRecursiveComparison().withComparatorForType(
        (a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b), Double.class)
        .isEqualTo(Pauses.of(LOG));
  }
}
