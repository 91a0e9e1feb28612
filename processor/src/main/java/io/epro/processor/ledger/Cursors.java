package io.epro.processor.ledger;

import java.util.HashMap;
import java.util.Map;

/**
 * Where each partition of one stream thread stands. A partition's cursor is made at its first record
 * after (re)assignment, from the ledger, and from then on moves with the records.
 *
 * <p><b>Gaps.</b> Within one reading, offsets may jump (transaction markers, compaction): the consumer
 * would have delivered what was there. Where reading begins <em>above</em> the ledger there is no such
 * proof, so the log is looked into: nothing there is a harmless jump; a record there, or an end cut
 * off the log, is a contradiction that stops the pipeline.
 *
 * <p>Confined to one stream thread.
 */
public final class Cursors {
  private final Ledger ledger;
  private final SourceLog log;
  private final Map<Integer, Long> next = new HashMap<>();

  public Cursors(Ledger ledger, SourceLog log) {
    this.ledger = ledger;
    this.log = log;
  }

  /**
   * The first offset of the partition that is neither applied nor in the batch.
   *
   * @param offset of the record at hand, where reading begins if this is the first
   * @throws OutageException when database or broker do not answer; ask again
   * @throws LedgerFault when ledger and topic contradict each other
   */
  public long next(int partition, long offset) {
    Long known = next.get(partition);
    if (known != null) {
      return known;
    }
    long found = ledger.nextOffset(partition)
        .orElseGet(() -> ledger.open(partition, log.beginning(partition)));
    if (offset > found) {
      refuseLoss(partition, found, offset);
    }
    next.put(partition, found);
    return found;
  }

  public void moveTo(int partition, long offset) {
    next.put(partition, offset);
  }

  public void forget(int partition) {
    next.remove(partition);
  }

  public void forgetAll() {
    next.clear();
  }

  private void refuseLoss(int partition, long applied, long offset) {
    long beginning = log.beginning(partition);
    if (beginning > applied) {
      throw new LedgerFault("partition " + partition + ": the ledger is at offset " + applied
          + ", but the topic now begins at " + beginning
          + ": offsets in between were deleted before"
          + " they were processed. Restore them or move the ledger row by hand, then start again");
    }
    if (log.holdsRecord(partition, applied, offset)) {
      throw new LedgerFault("partition " + partition + ": the ledger is at offset " + applied
          + ", but the group would read on from " + offset + " and miss records in between (was the"
          + " database restored?). Stop all instances, reset the group to the ledger's offsets, then"
          + " start again");
    }
  }
}
