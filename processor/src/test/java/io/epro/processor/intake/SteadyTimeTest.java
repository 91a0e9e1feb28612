package io.epro.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
  private final SteadyTime time = new SteadyTime();

  @Test
  void beginsWithTheWallClockAndGoesOn() {
    long begin = time.milliseconds();
    assertThat(begin).isBetween(System.currentTimeMillis() - 10_000,
        System.currentTimeMillis() + 10_000);
    time.sleep(20);
    assertThat(time.milliseconds()).isGreaterThanOrEqualTo(begin + 19);
  }

  @Test
  void waitsForAConditionNoLongerThanToTheDeadline() throws Exception {
    var monitor = new Object();
    var holds = new AtomicBoolean();
    assertThatThrownBy(() -> time.waitObject(monitor, holds::get, time.milliseconds() + 20))
        .isInstanceOf(TimeoutException.class);

    var setting = CompletableFuture.runAsync(() -> {
      time.sleep(20);
      synchronized (monitor) {
        holds.set(true);
        monitor.notifyAll();
      }
    });
    time.waitObject(monitor, holds::get, Long.MAX_VALUE);
    setting.join();
  }
}
