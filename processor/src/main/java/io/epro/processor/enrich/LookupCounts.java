package io.epro.processor.enrich;

import java.util.concurrent.atomic.LongAdder;

/** Drug lookups since the start, over all threads; whoever keeps the metrics reads them here. */
public final class LookupCounts {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  void add(int found, int unknown) {
    hits.add(found);
    misses.add(unknown);
  }

  public long hits() {
    return hits.sum();
  }

  public long misses() {
    return misses.sum();
  }
}
