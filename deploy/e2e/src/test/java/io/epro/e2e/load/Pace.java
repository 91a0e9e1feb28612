package io.epro.e2e.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * So many a second, by the clock: who was held up catches up. Thread-safe.
 */
final class Pace {
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private final double perSecond;
  private final long beginNanos = System.nanoTime();
  private final AtomicLong taken = new AtomicLong();
  private volatile long limit = Long.MAX_VALUE;

  Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits for the caller's turn. @return false when there are no more turns */
  boolean turn() {
    long mine = taken.getAndIncrement();
    long due = beginNanos + (long) (mine / perSecond * 1e9);
    while (mine < limit) {
      long wait = due - System.nanoTime();
      if (wait <= 0) {
        return true;
      }
      LockSupport.parkNanos(Math.min(wait, LOOK_NANOS));
    }
    return false;
  }

  /** No more turns than this, or than were taken already. */
  void endAt(long atLeast) {
    limit = Math.max(atLeast, taken.get());
  }
}
