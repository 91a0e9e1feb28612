package io.epro.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(1);

  @Test
  void retryAfterIsObeyedToTheSecond() {
    assertThat(backoff.afterAnswer(7)).isEqualTo(TimeUnit.SECONDS.toNanos(7));
    assertThat(backoff.afterAnswer(0)).isZero();
  }

  @Test
  void withoutAnAnswerTheWaitDoublesUpToSixteenSeconds() {
    int[] most = {1, 2, 4, 8, 16, 16, 16};
    for (int inARow = 1; inARow <= most.length; inARow++) {
      long seconds = TimeUnit.SECONDS.toNanos(most[inARow - 1]);
      for (int i = 0; i < 100; i++) {
        assertThat(backoff.afterSilence(inARow)).isBetween(seconds / 2, seconds);
      }
    }
  }
}
