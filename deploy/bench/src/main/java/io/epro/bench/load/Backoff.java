package io.epro.bench.load;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long a phone waits after an attempt: what Retry-After says; without an answer, twice as long each
 * time from one second to sixteen, and somewhere in the second half of that.
 */
final class Backoff {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 4;

  private final SplittableRandom random;

  Backoff(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** @param seconds as the server said; negative where it said nothing */
  long afterAnswer(int seconds) {
    return seconds < 0 ? afterSilence(1) : seconds * SECOND;
  }

  /** @param inARow attempts without an answer, this one included */
  long afterSilence(int inARow) {
    long most = SECOND << Math.min(inARow - 1, MOST_DOUBLINGS);
    return most / 2 + random.nextLong(most / 2 + 1);
  }
}
