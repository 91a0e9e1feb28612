package io.epro.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BlowsTest {
  private static final double ROUND = 60;

  @Test
  void theSeedDecides() {
    assertThat(Blows.draw(7, 1800, ROUND)).isEqualTo(Blows.draw(7, 1800, ROUND))
        .isNotEqualTo(Blows.draw(8, 1800, ROUND));
  }

  @Test
  void oneFallsInEachRoundAndIsMendedWellBeforeTheQuietThird() {
    var blows = Blows.draw(7, 60 * ROUND, ROUND);

    assertThat(blows).hasSize(60);
    for (int round = 0; round < 60; round++) {
      var blow = blows.get(round);
      assertThat(blow.at()).isBetween(round * ROUND, (round + 1 / 3.0) * ROUND);
      assertThat(Blows.quiet(blow.at() + blow.lasts(), ROUND)).isFalse();
    }
  }

  @Test
  void everyProgramIsKilledAndFrozenSometime() {
    var kinds = Blows.draw(7, 200 * ROUND, ROUND).stream()
        .map(blow -> blow.target() + " " + blow.deed()).collect(Collectors.toSet());

    assertThat(kinds).hasSize(Blow.Target.values().length * Blow.Deed.values().length);
  }
}
