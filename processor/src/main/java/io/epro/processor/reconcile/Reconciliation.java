package io.epro.processor.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All partitions as of one moment.
 *
 * @param stillWaiting where records that were waited for are not processed
 * @param rejectionsByCode a rejection with several violations counts for each of their codes
 * @param compared record by record; null where only numbers were compared
 */
public record Reconciliation(String topicId, List<PartitionBooks> partitions,
    List<Problem> stillWaiting, Map<String, Long> rejectionsByCode, @Nullable Compared compared) {

  public Reconciliation {
    partitions = List.copyOf(partitions);
    stillWaiting = List.copyOf(stillWaiting);
    rejectionsByCode = Map.copyOf(rejectionsByCode);
  }

  /** Whether every record that was processed is accounted for; what waits still does no harm. */
  public boolean balances() {
    return problems().isEmpty();
  }

  /** Empty when all fits. */
  public List<Problem> problems() {
    var all = new ArrayList<Problem>();
    partitions.forEach(partition -> all.addAll(partition.problems(topicId)));
    all.addAll(stillWaiting);
    if (compared != null) {
      all.addAll(compared.problems());
    }
    return all;
  }

  /** Sum over the partitions that have books. */
  public long sum(ToLongFunction<Account> column) {
    long sum = 0;
    for (var partition : partitions) {
      sum += partition.account() == null ? 0 : column.applyAsLong(partition.account());
    }
    return sum;
  }

  public long lag() {
    return partitions.stream().mapToLong(PartitionBooks::lag).sum();
  }

  public long lost() {
    return partitions.stream().mapToLong(PartitionBooks::allLost).sum();
  }
}
