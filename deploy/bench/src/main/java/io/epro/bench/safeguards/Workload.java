package io.epro.bench.safeguards;

import io.epro.bench.drain.Backlog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A backlog in a topic of its own, and the variants that have to get through it. */
record Workload(double duplicates, String topic, Backlog backlog, List<Variant> variants) {

  /** In the order of this turn, which begins with the next one each time; the first turn with the whole. */
  List<Variant> variants(int turn) {
    var order = new ArrayList<>(variants);
    Collections.rotate(order, 1 - turn);
    return order;
  }

  /** Retries concern the filter alone, so only the first workload is for all. */
  static List<Variant> variants(boolean first) {
    return first ? Variant.all() : List.of(Variant.FULL, Variant.UNFILTERED);
  }
}
