package io.epro.bench.safeguards;

import io.epro.bench.drain.Backlog;
import java.util.List;

/** A backlog in a topic of its own, and the variants that have to get through it. */
record Workload(double duplicates, String topic, Backlog backlog, List<Variant> variants) {

  /** Retries concern the filter alone, so only the first workload is for all. */
  static List<Variant> variants(boolean first) {
    return first ? Variant.all() : List.of(Variant.FULL, Variant.UNFILTERED);
  }
}
