package io.epro.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private final Rhythm trial = Rhythm.trial(300);

  @Test
  void aTrialKeepsItsMeanOverAMinute() {
    assertThat(trial.due(Duration.ZERO)).isZero();
    assertThat(trial.due(Duration.ofMinutes(1))).isEqualTo(18_000);
    assertThat(trial.due(Duration.ofMinutes(7))).isEqualTo(7 * 18_000);
  }

  @Test
  void aTrialHasAMorningAndAnEveningBurstOverATrickle() {
    assertThat(inSecond(6)).isBetween(1900L, 2300L);
    assertThat(inSecond(40)).isBetween(1300L, 1700L);
    assertThat(inSecond(20)).isEqualTo(150);
    assertThat(inSecond(1)).isEqualTo(150);
  }

  @Test
  void nothingThatWasDueIsEverTakenBack() {
    long before = 0;
    for (int millis = 0; millis < 130_000; millis += 7) {
      long due = trial.due(Duration.ofMillis(millis));
      assertThat(due).isGreaterThanOrEqualTo(before);
      before = due;
    }
  }

  @Test
  void steadyIsSteady() {
    assertThat(Rhythm.steady(200).due(Duration.ofMillis(1500))).isEqualTo(300);
  }

  // Around that second, from half a second before to half a second after.
  private long inSecond(int second) {
    return trial.due(Duration.ofMillis(second * 1000L + 500))
        - trial.due(Duration.ofMillis(second * 1000L - 500));
  }
}
