package io.epro.bench.soak;

import java.time.Duration;

/**
 * What is done, in seconds.
 *
 * @param round one blow falls in each
 * @param perSecond reports
 */
record SoakPlan(double length, double round, double perSecond, long seed) {
  private static final double SHARE_OF_WARM_UP = 0.2;
  private static final double LONGEST_WARM_UP = 180;
  private static final double LOOKS_A_ROUND = 12;
  private static final double LONGEST_BETWEEN_LOOKS = 5;

  /** Of each process, before anything of it is judged: caches fill, and compilers work. */
  double warmUp() {
    return Math.min(LONGEST_WARM_UP, SHARE_OF_WARM_UP * length);
  }

  Duration betweenLooks() {
    return Duration
        .ofMillis((long) (1e3 * Math.min(LONGEST_BETWEEN_LOOKS, round / LOOKS_A_ROUND)));
  }

  SoakPlan at(double otherPerSecond) {
    return new SoakPlan(length, round, otherPerSecond, seed);
  }
}
