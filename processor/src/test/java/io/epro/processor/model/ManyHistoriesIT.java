package io.epro.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A million histories of the protocol as it is: {@code mvn -B verify -Plong -pl processor -am}. Other
 * millions with {@code -Depro.seed=}, the first seed.
 */
@Tag("long")
class ManyHistoriesIT {
  private static final long HISTORIES = Long.getLong("epro.histories", 1_000_000);

  @Test
  void noneOfThemBreaksALaw() throws InterruptedException {
    long from = Long.getLong("epro.seed", 0);
    long begun = System.nanoTime();
    var seen = Exploration.explore(from, HISTORIES, Runtime.getRuntime().availableProcessors(),
        _ -> {});
    System.out.printf("%d histories from seed %d in %d s; of these with%n", HISTORIES, from,
        (System.nanoTime() - begun) / 1_000_000_000);
    seen.forEach((situation, times) -> System.out.printf("%9d %s%n", times, situation));
    assertThat(seen).allSatisfy(
        (situation, times) -> assertThat(times).as("%s", situation).isPositive());
  }
}
