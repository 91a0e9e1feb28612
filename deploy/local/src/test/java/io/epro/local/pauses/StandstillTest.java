package io.epro.local.pauses;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandstillTest {
  private final Standstill partition = new Standstill();

  @Test
  void aPauseLastsFromOneChangeToTheNextWhileRecordsWait() {
    partition.look(100, 5, 8);
    partition.look(150, 5, 9);
    partition.look(180, 7, 9);
    partition.look(190, 9, 9);
    assertThat(partition.longest(500)).isEqualTo(80);
  }

  @Test
  void whereNothingWaitsThereIsNoPause() {
    partition.look(100, 5, 5);
    partition.look(900, 5, 5);
    partition.look(1000, 5, 6);
    partition.look(1010, 6, 6);
    assertThat(partition.longest(5000)).isEqualTo(10);
  }

  @Test
  void aPauseThatGoesOnCounts() {
    partition.look(100, 5, 8);
    partition.look(150, 5, 8);
    assertThat(partition.longest(700)).isEqualTo(600);
  }

  @Test
  void whatWasForgottenDoesNotCountAndWhatGoesOnCountsFromThen() {
    partition.look(100, 5, 8);
    partition.look(400, 6, 8);
    partition.forget(450);
    assertThat(partition.longest(470)).isEqualTo(20);
    partition.look(500, 8, 8);
    assertThat(partition.longest(900)).isEqualTo(50);
  }
}
