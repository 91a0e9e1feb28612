package io.epro.observe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps what happens with every record out of the log but for one line a second, which tells how often it
 * has happened. The last ones of a burst may stay untold; a counter beside it tells them. Thread-safe.
 */
public final class LogPace {
  private static final long EACH_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicLong nextNanos;
  private final AtomicLong untold = new AtomicLong();

  /** @param nanoTime a monotonic clock, as {@link System#nanoTime} */
  public LogPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.nextNanos = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * To be asked each time that it happens.
   *
   * @return 0 for no line; otherwise how often it has happened since the last line, this time included
   */
  public long line() {
    untold.incrementAndGet();
    long next = nextNanos.get();
    long now = nanoTime.getAsLong();
    return now - next >= 0 && nextNanos.compareAndSet(next, now + EACH_NANOS)
        ? untold.getAndSet(0) : 0;
  }
}
