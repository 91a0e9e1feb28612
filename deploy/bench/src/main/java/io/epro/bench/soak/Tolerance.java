package io.epro.bench.soak;

/**
 * By how much something may grow in the time that is judged: a share of its level, or an amount, whichever
 * is more.
 */
record Tolerance(double share, double least) {
  double at(double level) {
    return Math.max(least, share * level);
  }
}
