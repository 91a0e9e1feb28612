package io.epro.bench.suite;

import io.epro.bench.measure.Figure.Better;
import java.util.List;
import java.util.Optional;

/**
 * How a figure moved between two runs. It is taken relative to what stood beside it in the same round, its ceiling or
 * else its peer, because a machine's moments move both; only a figure that stands alone is compared as it is, and only
 * on a machine of the same kind.
 *
 * @param ratio of the medians; above 1 is better
 * @param worse whether it is a regression: by more than runs of the same code differ, and every round of now is behind
 *     every one of before
 */
record Change(Series now, Series before, double ratio, boolean worse) {
  private static final int ENOUGH = 3;

  /** Of what both have; the rest has nothing to be compared with. */
  static List<Change> between(SuiteRun before, SuiteRun now) {
    boolean same = now.onTheSameKindAs(before);
    return now.series().stream().flatMap(series -> before.series().stream()
        .filter(series::isLike).findFirst()
        .flatMap(old -> of(old, series, same)).stream()).toList();
  }

  private static Optional<Change> of(Series before, Series now, boolean sameMachine) {
    var thenMeasure = before.measure();
    var nowMeasure = now.measure();
    boolean relative = thenMeasure.isPresent() && nowMeasure.isPresent()
        && thenMeasure.get().name().equals(nowMeasure.get().name())
        && thenMeasure.get().rounds().least() > 0 && nowMeasure.get().rounds().least() > 0;
    if (relative) {
      return Optional.of(judged(before, now, before.own().over(thenMeasure.get().rounds()),
          now.own().over(nowMeasure.get().rounds())));
    }
    return sameMachine ? Optional.of(judged(before, now, before.own(), now.own()))
        : Optional.empty();
  }

  private static Change judged(Series before, Series now, Rounds then, Rounds today) {
    boolean more = now.better() == Better.MORE;
    double ratio = more ? ratio(today.median(), then.median())
        : ratio(then.median(), today.median());
    boolean apart = more ? today.most() < then.least() : today.least() > then.most();
    boolean enough = Math.min(then.values().size(), today.values().size()) >= ENOUGH;
    double least = tolerated(now.unit());
    return new Change(now, before, ratio, apart && ratio < (enough ? least : least * least));
  }

  /** As the same code was seen to scatter in three rounds; fewer show less of it, so there it may be as much again. */
  private static double tolerated(String unit) {
    return switch (unit) {
      case "bytes", "bytes a report" -> 0.9; // counted, not timed
      case "ms" -> 0.5; // the slowest of something
      default -> 0.75;
    };
  }

  /** Of two that may be nothing: no bytes against no bytes is the same. */
  private static double ratio(double one, double other) {
    return one == other ? 1 : one / other;
  }
}
