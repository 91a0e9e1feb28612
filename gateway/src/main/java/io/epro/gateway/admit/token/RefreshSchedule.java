package io.epro.gateway.admit.token;

import java.time.Duration;

/**
 * When to fetch the keys again: after the interval, after a failure sooner (each time twice as long
 * after the one before, up to the interval), when somebody asks at once; but never before the least
 * interval has passed since the last fetch began. Times are of {@link System#nanoTime()}. Confined to
 * its owner's lock.
 */
final class RefreshSchedule {
  private static final int MAX_SHIFT = 20;

  private final long interval;
  private final long least;
  private long begun;
  private long pause;
  private int failures;
  private boolean first = true;

  RefreshSchedule(Duration interval, Duration least) {
    this.interval = interval.toNanos();
    this.least = least.toNanos();
  }

  /** Nanoseconds until the next fetch is due; 0 or less when it is. */
  long untilDue(long now, boolean asked) {
    return first ? 0 : begun + (asked ? least : pause) - now;
  }

  void began(long now) {
    first = false;
    begun = now;
  }

  void succeeded() {
    failures = 0;
    pause = Math.max(interval, least);
  }

  void failed() {
    pause = Math.min(least << Math.min(failures, MAX_SHIFT), Math.max(interval, least));
    failures++;
  }
}
