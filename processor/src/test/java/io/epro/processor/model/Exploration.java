package io.epro.processor.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many histories, of consecutive seeds. */
final class Exploration {
  private static final int SHRINKING_STEPS = 3_000_000;

  private final long from;
  private final long count;
  private final Consumer<Wiring> wired;
  private final AtomicLong next = new AtomicLong();
  private final Map<Situation, Long> seen = Collections
      .synchronizedMap(new EnumMap<>(Situation.class));
  private volatile @Nullable Long broken;

  private Exploration(long from, long count, Consumer<Wiring> wired) {
    this.from = from;
    this.count = count;
    this.wired = wired;
    for (Situation situation : Situation.values()) {
      seen.put(situation, 0L);
    }
  }

  /**
   * @param threads on which histories run, each wholly on one
   * @return in how many histories each situation occurred
   * @throws AssertionError with the shortest story found, when a history breaks a law
   */
  static Map<Situation, Long> explore(long from, long count, int threads,
      Consumer<Wiring> wired) throws InterruptedException {
    var exploration = new Exploration(from, count, wired);
    var workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = Thread.ofPlatform().name("histories-" + i).start(exploration::work);
    }
    for (Thread worker : workers) {
      worker.join();
    }
    Long seed = exploration.broken;
    if (seed != null) {
      throw new AssertionError(shortestStory(seed, wired));
    }
    return exploration.seen;
  }

  private void work() {
    var mine = new EnumMap<Situation, Long>(Situation.class);
    long i = next.getAndIncrement();
    while (i < count && broken == null) {
      History history = History.of(from + i, wired);
      history.situations().forEach(situation -> mine.merge(situation, 1L, Long::sum));
      if (history.broken() != null) {
        broken = from + i;
      }
      i = next.getAndIncrement();
    }
    mine.forEach((situation, times) -> seen.merge(situation, times, Long::sum));
  }

  /** What happened in the shortest history that could be made of the one of this seed. */
  static String shortestStory(long seed, Consumer<Wiring> wired) {
    History shortest = Shrinker.shrink(History.of(seed, wired), wired, SHRINKING_STEPS);
    return "seed " + seed + " breaks a law: " + shortest.broken() + "\n  "
        + String.join("\n  ", shortest.story());
  }
}
