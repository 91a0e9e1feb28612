package io.epro.bench.load;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When independent people send: a Poisson process, whose gaps are exponentially distributed. The same
 * seed gives the same moments after the start. Not thread-safe.
 */
public final class Schedule {
  private final SplittableRandom random;
  private final double meanGap;
  private final long start;
  /** Nanoseconds after the start, with what is less than one. */
  private double offset;

  /** @param start as {@link System#nanoTime()}; the first moment is one gap later */
  public Schedule(double perSecond, long start, long seed) {
    this.meanGap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.start = start;
    this.random = new SplittableRandom(seed);
    advance();
  }

  public long next() {
    return start + (long) offset;
  }

  public void advance() {
    offset -= meanGap * Math.log(1 - random.nextDouble());
  }

  /** Nanoseconds between two moments on average. */
  long mean() {
    return (long) meanGap;
  }
}
