package io.epro.gateway.admit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How much can leave per second. While the gateway is busy that is what did leave, each sample of at
 * least a second counting for half; while it is not, what leaves is only what came, so a sample may
 * raise the rate but not lower it (or else the first burst after a quiet night would be sent away for
 * far too long). Any thread may add; samples are taken when {@link #sample} is called.
 */
final class DrainRate {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

  private final LongAdder drained = new LongAdder();
  private final LongSupplier nanoTime;
  private long sampledAt;
  private volatile double perSecond = Double.NaN;

  DrainRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.sampledAt = nanoTime.getAsLong();
  }

  void add(long amount) {
    drained.add(amount);
  }

  /** Closes the running window if it is a second old, else does nothing. */
  synchronized void sample(boolean busy) {
    long now = nanoTime.getAsLong();
    long elapsed = now - sampledAt;
    if (elapsed >= WINDOW) {
      double latest = drained.sumThenReset() * (double) WINDOW / elapsed;
      perSecond = next(latest, busy);
      sampledAt = now;
    }
  }

  /** Seconds until this amount has left: infinite when nothing leaves, 0 while nothing is known. */
  double secondsFor(long amount) {
    return amount == 0 || Double.isNaN(perSecond) ? 0 : amount / perSecond;
  }

  private double next(double latest, boolean busy) {
    if (Double.isNaN(perSecond)) {
      return busy || latest > 0 ? latest : Double.NaN;
    }
    return busy ? (perSecond + latest) / 2 : Math.max(perSecond, latest);
  }
}
