package io.epro.local.traffic;

import java.time.Duration;

/** When reports are due. */
@FunctionalInterface
public interface Rhythm {
  /** How many reports are due by then, in all; never falls as time goes by. */
  long due(Duration elapsed);

  /** The same number every second. */
  static Rhythm steady(double perSecond) {
    return elapsed -> (long) (perSecond * seconds(elapsed));
  }

  /**
   * A trial's day in a minute, over and over: a trickle at half the rate, a morning burst (seconds 3
   * to 9) that rises to about seven times the rate, an evening burst (38 to 42) to about five times.
   *
   * @param perSecond the mean over a whole minute
   */
  static Rhythm trial(double perSecond) {
    return elapsed -> {
      double minutes = Math.floor(seconds(elapsed) / 60);
      double second = seconds(elapsed) - minutes * 60;
      double share = 0.5 * second + burst(second, 3, 6, 20) + burst(second, 38, 4, 10);
      return (long) (perSecond * (minutes * 60 + share));
    };
  }

  // The integral of a raised cosine with this area, up to that second.
  private static double burst(double second, double from, double length, double area) {
    double x = Math.clamp((second - from) / length, 0, 1);
    return area * (x - Math.sin(2 * Math.PI * x) / (2 * Math.PI));
  }

  private static double seconds(Duration elapsed) {
    return elapsed.toNanos() / 1e9;
  }
}
