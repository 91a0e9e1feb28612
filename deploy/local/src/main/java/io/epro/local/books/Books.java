package io.epro.local.books;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * The books at one moment. They only balance when nothing is under way: all that was accepted is
 * processed.
 *
 * @param reportRows rows in {@code report}
 * @param rejectionRows rows in {@code rejection} of the raw topic, in whatever state
 */
public record Books(List<PartitionBook> partitions, long reportRows, long rejectionRows) {

  public Books {
    partitions = List.copyOf(partitions);
  }

  public long stored() {
    return sum(LedgerRow::stored);
  }

  public long duplicate() {
    return sum(LedgerRow::duplicate);
  }

  public long rejected() {
    return sum(LedgerRow::rejected);
  }

  public long skipped() {
    return sum(LedgerRow::skipped);
  }

  /** Offsets that were deleted unread; they are among the skipped. */
  public long lost() {
    return partitions.stream().mapToLong(PartitionBook::lost).sum();
  }

  public long erased() {
    return sum(LedgerRow::erased);
  }

  /** Offsets that the ledger has passed. */
  public long passed() {
    return sum(row -> row.nextOffset() - row.firstOffset());
  }

  /** Sum of the partitions' end offsets: it grows by one with each record that is accepted. */
  public long ends() {
    return partitions.stream().mapToLong(PartitionBook::end).sum();
  }

  public long lag() {
    return partitions.stream().mapToLong(PartitionBook::lag).sum();
  }

  public boolean balance() {
    return problems().isEmpty();
  }

  /** Each thing that does not fit, in words; empty when the books balance. */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    partitions.forEach(partition -> problems.addAll(partition.problems()));
    if (reportRows != stored()) {
      problems.add("the ledger has " + stored() + " stored and the table report " + reportRows
          + " rows");
    }
    if (rejectionRows != rejected()) {
      problems.add("the ledger has " + rejected() + " rejected and the table rejection "
          + rejectionRows + " rows");
    }
    return problems;
  }

  private long sum(ToLongFunction<LedgerRow> column) {
    return partitions.stream()
        .map(PartitionBook::ledger)
        .filter(Objects::nonNull)
        .mapToLong(column)
        .sum();
  }
}
