package io.epro.bench.story;

import java.time.Duration;

/**
 * Drugs in memory, asked for by all workers. One that is not there or too old is loaded by whoever asks,
 * once for all who ask at the same time: so it is loaded under a lock. Which lock is what differs.
 */
sealed interface DrugCache permits LockedMaps, ConcurrentMap {
  /** Sponsors change their dictionaries in mid-trial, and nobody tells the service. */
  Duration KEPT = Duration.ofSeconds(5);

  DrugInfo find(String drugId);

  static boolean isFresh(DrugInfo drug) {
    return System.nanoTime() - drug.loadedAt() < KEPT.toNanos();
  }
}
