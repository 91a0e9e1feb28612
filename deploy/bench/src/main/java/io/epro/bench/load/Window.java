package io.epro.bench.load;

/** When to measure, as {@link System#nanoTime()}: after the warm-up, until no more is sent. */
record Window(long from, long to) {
  boolean holds(long nanos) {
    return nanos - from >= 0 && nanos - to < 0;
  }

  boolean over(long nanos) {
    return nanos - to >= 0;
  }
}
