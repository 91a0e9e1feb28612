package io.epro.gateway.admit.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RefreshScheduleTest {
  private final RefreshSchedule schedule = new RefreshSchedule(Duration.ofNanos(1000),
      Duration.ofNanos(10));

  @Test
  void theFirstFetchIsDueAtOnce() {
    assertThat(schedule.untilDue(Long.MIN_VALUE, false)).isZero();
  }

  @Test
  void afterASuccessTheNextIsDueAfterTheIntervalAndForWhoAsksAfterTheLeast() {
    schedule.began(5);
    schedule.succeeded();

    assertThat(schedule.untilDue(5, false)).isEqualTo(1000);
    assertThat(schedule.untilDue(5, true)).isEqualTo(10);
    assertThat(schedule.untilDue(16, true)).isNegative();
  }

  @Test
  void afterFailuresItIsTriedSoonThenSeldomerUpToTheInterval() {
    long[] pauses = new long[10];
    for (int i = 0; i < pauses.length; i++) {
      schedule.began(0);
      schedule.failed();
      pauses[i] = schedule.untilDue(0, false);
    }

    assertThat(pauses).containsExactly(10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000);
    schedule.succeeded();
    schedule.failed();
    assertThat(schedule.untilDue(0, false)).isEqualTo(10);
  }

  @Property
  void neverTwoFetchesWithinTheLeastInterval(@ForAll @Size(50) boolean[] asked,
      @ForAll @Size(50) boolean[] works) {
    long now = 0;
    for (int i = 0; i < asked.length; i++) {
      long last = now;
      now += Math.max(0, schedule.untilDue(now, asked[i]));
      assertThat(now - last).isGreaterThanOrEqualTo(i == 0 ? 0 : 10);
      schedule.began(now);
      if (works[i]) {
        schedule.succeeded();
      } else {
        schedule.failed();
      }
    }
  }
}
