package io.epro.bench.soak;

import io.epro.bench.soak.Blow.Deed;
import io.epro.bench.soak.Blow.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When which program is killed or frozen: all of it follows from the seed. Time is cut into rounds, and each
 * round's blow falls in its first third, so that the last third shows the system as it is without.
 */
final class Blows {
  private static final List<Target> TARGETS = List.of(Target.values());
  private static final double LONGEST_DOWN = 5;
  private static final double LONGEST_FREEZE = 8;
  private static final double SHARE_AT_ONCE = 0.5;
  private static final double SHARE_KILLED = 0.75;

  private Blows() {}

  /** @param length and {@code round}, in seconds */
  static List<Blow> draw(long seed, double length, double round) {
    var random = new SplittableRandom(seed);
    var blows = new ArrayList<Blow>();
    for (double begin = 0; begin + round <= length; begin += round) {
      double at = begin + random.nextDouble() * round / 3;
      var target = TARGETS.get(random.nextInt(TARGETS.size()));
      blows.add(random.nextDouble() < SHARE_KILLED
          ? new Blow(at, target, Deed.KILLED, down(random, round))
          : new Blow(at, target, Deed.FROZEN, Math.min(LONGEST_FREEZE, round / 6)
              * random.nextDouble()));
    }
    return List.copyOf(blows);
  }

  /** Started again at once, or after some seconds. */
  private static double down(SplittableRandom random, double round) {
    return random.nextDouble() < SHARE_AT_ONCE ? 0
        : Math.min(LONGEST_DOWN, round / 6) * random.nextDouble();
  }

  /** Whether that moment is in the quiet third of its round. */
  static boolean quiet(double at, double round) {
    return at % round >= round * 2 / 3;
  }
}
