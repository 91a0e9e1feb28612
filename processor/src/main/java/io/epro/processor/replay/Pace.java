package io.epro.processor.replay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * At most so many a second, by all threads together. Each takes the next moment that is free and waits for
 * it; what was not used is not saved up, but for a tenth of a second. Thread-safe.
 */
public final class Pace {
  private static final long SAVED_NANOS = 100_000_000;

  private final long nanosEach;
  private final LongSupplier nanoTime;
  private final LongConsumer park;
  private final AtomicLong free;

  /** @param perSecond 0 for no limit */
  public Pace(long perSecond, LongSupplier nanoTime) {
    this(perSecond, nanoTime, LockSupport::parkNanos);
  }

  /** @param park waits so many nanoseconds */
  Pace(long perSecond, LongSupplier nanoTime, LongConsumer park) {
    this.nanosEach = perSecond == 0 ? 0 : 1_000_000_000 / perSecond;
    this.nanoTime = nanoTime;
    this.park = park;
    this.free = new AtomicLong(nanoTime.getAsLong());
  }

  void next() {
    if (nanosEach == 0) {
      return;
    }
    long now = nanoTime.getAsLong();
    long mine = free.getAndUpdate(
        at -> Math.max(at, now - SAVED_NANOS) + nanosEach);
    long wait = mine - now;
    // Short waits are put together, since a park takes some 50 microseconds anyway.
    if (wait > SAVED_NANOS / 100) {
      park.accept(wait);
    }
  }
}
