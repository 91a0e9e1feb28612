package io.epro.processor.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Makes a history that breaks a law shorter: drops, dulls and lowers its choices, a stretch at a time,
 * as long as a law is still broken (delta debugging; a choice of 0 is the dullest there is).
 */
final class Shrinker {
  private static final Comparator<History> SHORTER = Comparator.comparingInt(History::events)
      .thenComparingLong(history -> Arrays.stream(history.choices()).filter(c -> c != 0).count())
      .thenComparingInt(history -> history.choices().length);

  private final Consumer<Wiring> wired;
  private long stepsLeft;
  private History best;

  private Shrinker(History broken, Consumer<Wiring> wired, long steps) {
    this.best = broken;
    this.wired = wired;
    this.stepsLeft = steps;
  }

  /** @param steps that all replays together may take */
  static History shrink(History broken, Consumer<Wiring> wired, long steps) {
    var shrinker = new Shrinker(broken, wired, steps);
    boolean better = true;
    while (better && shrinker.stepsLeft > 0) {
      boolean dropped = shrinker.stretches();
      better = shrinker.values() || dropped;
    }
    return History.replay(shrinker.best.choices(), wired, true);
  }

  private boolean stretches() {
    boolean better = false;
    for (int size = best.choices().length; size > 0; size /= 2) {
      for (int at = 0; at < best.choices().length; at += size) {
        boolean dropped = attempt(without(best.choices(), at, size));
        better |= dropped || attempt(dulled(best.choices(), at, size));
        at -= dropped ? size : 0;
      }
    }
    return better;
  }

  private boolean values() {
    boolean better = false;
    for (int at = 0; at < best.choices().length; at++) {
      int value = best.choices()[at];
      for (int lower : new int[]{value / 2, value - 1}) {
        better |= lower > 0 && lower < value && attempt(with(best.choices(), at, lower));
      }
    }
    return better;
  }

  private boolean attempt(int[] choices) {
    if (stepsLeft <= 0 || Arrays.equals(choices, best.choices())) {
      return false;
    }
    History again = History.replay(choices, wired, false);
    stepsLeft -= again.steps();
    if (again.broken() == null || SHORTER.compare(again, best) >= 0) {
      return false;
    }
    best = again;
    return true;
  }

  private static int[] without(int[] choices, int at, int size) {
    return IntStream.range(0, choices.length).filter(i -> i < at || i >= at + size)
        .map(i -> choices[i]).toArray();
  }

  private static int[] dulled(int[] choices, int at, int size) {
    int[] dull = choices.clone();
    Arrays.fill(dull, at, Math.min(choices.length, at + size), 0);
    return dull;
  }

  private static int[] with(int[] choices, int at, int value) {
    int[] changed = choices.clone();
    if (at < changed.length) {
      changed[at] = value;
    }
    return changed;
  }
}
