package io.epro.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogPaceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final LogPace pace = new LogPace(nanos::get);

  @Test
  void letsTheFirstThroughAndThenOneASecondWithWhatItStandsFor() {
    assertThat(pace.line()).isEqualTo(1);
    assertThat(pace.line()).isZero();
    assertThat(pace.line()).isZero();
    pass(Duration.ofMillis(999));
    assertThat(pace.line()).isZero();
    pass(Duration.ofMillis(1));
    assertThat(pace.line()).isEqualTo(4);
    pass(Duration.ofHours(1));
    assertThat(pace.line()).isEqualTo(1);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos()); // beyond the largest number, as System.nanoTime may
  }
}
