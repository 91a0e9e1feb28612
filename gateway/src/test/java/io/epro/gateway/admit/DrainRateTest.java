package io.epro.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainRateTest {
  private final AtomicLong nanoTime = new AtomicLong(123);
  private final DrainRate rate = new DrainRate(nanoTime::get);

  @Test
  void saysHowLongAnAmountTakesToLeave() {
    second(100, true);

    assertThat(rate.secondsFor(250)).isEqualTo(2.5);
  }

  @Test
  void aWindowIsASecondAtLeast() {
    rate.add(100);
    nanoTime.addAndGet(Duration.ofMillis(999).toNanos());
    rate.sample(true);

    assertThat(rate.secondsFor(100)).isZero();
  }

  @Test
  void aLongerWindowIsBroughtToOneSecond() {
    rate.add(100);
    nanoTime.addAndGet(Duration.ofSeconds(4).toNanos());
    rate.sample(true);

    assertThat(rate.secondsFor(100)).isEqualTo(4);
  }

  @Test
  void followsASlowdownWhileBusy() {
    second(100, true);
    second(0, true);
    second(0, true);

    assertThat(rate.secondsFor(100)).isEqualTo(4);
  }

  @Test
  void aQuietTimeDoesNotMakeItSlow() {
    second(100, true);
    second(1, false);
    second(0, false);

    assertThat(rate.secondsFor(100)).isEqualTo(1);
  }

  @Test
  void nothingTakesNoTimeEvenWhenNothingLeaves() {
    second(0, true);

    assertThat(rate.secondsFor(0)).isZero();
    assertThat(rate.secondsFor(1)).isInfinite();
  }

  private void second(long drained, boolean busy) {
    rate.add(drained);
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    rate.sample(busy);
  }
}
