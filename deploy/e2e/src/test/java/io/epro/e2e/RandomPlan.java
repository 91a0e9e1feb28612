package io.epro.e2e;

import io.epro.e2e.RandomFault.Deed;
import io.epro.e2e.RandomFault.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What goes wrong in one run, and when: all of it follows from the seed. Faults of different parts may
 * overlap; one part has one at a time, and a moment of peace before the next.
 *
 * @param faults in the order of their beginnings
 */
record RandomPlan(Protocol protocol, List<RandomFault> faults) {
  private static final int MEAN_GAP_MILLIS = 900;
  private static final int FIRST_MILLIS = 500;
  private static final Duration PEACE = Duration.ofSeconds(1);

  /** @param length in which faults begin */
  static RandomPlan draw(long seed, Duration length) {
    var random = new SplittableRandom(seed);
    var protocol = any(random, List.of(Protocol.values()));
    var peaceFrom = new EnumMap<Target, Duration>(Target.class);
    var faults = new ArrayList<RandomFault>();
    for (long at = FIRST_MILLIS; at < length.toMillis(); at += random
        .nextInt(2 * MEAN_GAP_MILLIS)) {
      var fault = fault(random, Duration.ofMillis(at));
      var peace = peaceFrom.getOrDefault(fault.target(), Duration.ZERO);
      if (peace.compareTo(fault.from()) <= 0) {
        peaceFrom.put(fault.target(), fault.until().plus(PEACE));
        faults.add(fault);
      }
    }
    faults.sort(Comparator.comparing(RandomFault::from));
    return new RandomPlan(protocol, List.copyOf(faults));
  }

  private static RandomFault fault(SplittableRandom random, Duration from) {
    var target = any(random, List.of(Target.values()));
    Deed deed = any(random, target.deeds());
    // Short ones more often than long ones.
    double share = Math.pow(random.nextDouble(), 1.5);
    return new RandomFault(target, deed, from,
        Duration.ofMillis((long) (share * deed.longestMillis())));
  }

  private static <T> T any(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
