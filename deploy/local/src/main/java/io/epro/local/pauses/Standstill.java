package io.epro.local.pauses;

/**
 * One partition's longest pause: the time in which its ledger stood still although there was something to
 * read. Told what is seen at each look; times are nanoseconds of one clock. Not thread-safe.
 */
final class Standstill {
  private long next = -1;
  private boolean waits;
  private long sinceNanos;
  private long longestNanos;

  /**
   * What is seen now.
   *
   * @param nextOffset the ledger's; whatever it was before, a change is progress
   * @param end the offset after the topic's last, read before the ledger was
   */
  void look(long nowNanos, long nextOffset, long end) {
    if (nextOffset != next) {
      longestNanos = longest(nowNanos);
      next = nextOffset;
      waits = false;
    }
    if (!waits && end > next) {
      waits = true;
      sinceNanos = nowNanos;
    }
  }

  /** Nanoseconds, the pause that is not over yet included. */
  long longest(long nowNanos) {
    return waits ? Math.max(longestNanos, nowNanos - sinceNanos) : longestNanos;
  }

  /** Forgets the longest; a pause that is not over counts from now on. */
  void forget(long nowNanos) {
    longestNanos = 0;
    sinceNanos = nowNanos;
  }
}
