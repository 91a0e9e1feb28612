package io.epro.local.books;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the raw topic, and what the ledger has of it.
 *
 * @param begin the first offset that the topic still holds
 * @param end the offset after the last
 * @param ledger null when no processor ever read from the partition
 * @param lost offsets that the topic deleted before they were read, as the ledger has them
 */
public record PartitionBook(int partition, long begin, long end, @Nullable LedgerRow ledger,
    long lost) {

  /** Offsets that wait to be processed. */
  public long lag() {
    return Math.max(0, end - (ledger == null ? begin : ledger.nextOffset()));
  }

  List<String> problems() {
    var problems = new ArrayList<String>();
    if (ledger == null) {
      if (end > begin) {
        problems.add("partition " + partition + " has records but no row in the ledger");
      }
      return problems;
    }
    long passed = ledger.nextOffset() - ledger.firstOffset();
    if (ledger.accounted() != passed) {
      problems.add("partition " + partition + " passed " + passed + " offsets and accounts for "
          + ledger.accounted());
    }
    if (lost > 0) {
      problems.add("partition " + partition + " lost " + lost
          + " offsets, deleted from the topic before they were read (table ledger_hole)");
    }
    if (begin > ledger.nextOffset()) {
      problems.add("partition " + partition + " begins at offset " + begin
          + ": what the ledger has not read from " + ledger.nextOffset() + " on was deleted");
    }
    if (ledger.nextOffset() != end) {
      problems.add("partition " + partition + " ends at offset " + end + " and the ledger is at "
          + ledger.nextOffset());
    }
    return problems;
  }
}
