package io.epro.processor.ledger;

import java.util.Arrays;

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
  /** No offset. */
  public static final long UNKNOWN = -1;

  private final Ledger ledger;
  private final SourceLog log;
  /** By partition, which Kafka numbers densely from 0. */
  private long[] next = {};

  public Cursors(Ledger ledger, SourceLog log) {
    this.ledger = ledger;
    this.log = log;
  }

  /**
   * As {@link #next} says, but only where it has been asked before; asks nobody.
   *
   * @return {@link #UNKNOWN} before the first record after (re)assignment
   */
  public long known(int partition) {
    return partition < next.length ? next[partition] : UNKNOWN;
  }

  /**
   * The first offset of the partition that is neither applied nor in the batch.
   *
   * @param offset of the record at hand, where reading begins if this is the first
   * @throws OutageException when database or broker do not answer; ask again
   * @throws LedgerFault when ledger and topic contradict each other
   */
  public long next(int partition, long offset) {
    long known = known(partition);
    if (known != UNKNOWN) {
      return known;
    }
    long found = ledger.nextOffset(partition)
        .orElseGet(() -> ledger.open(partition, log.beginning(partition)));
    if (offset > found) {
      refuseLoss(partition, found, offset);
    }
    moveTo(partition, found);
    return found;
  }

  public void moveTo(int partition, long offset) {
    if (partition >= next.length) {
      int known = next.length;
      next = Arrays.copyOf(next, partition + 1);
      Arrays.fill(next, known, next.length, UNKNOWN);
    }
    next[partition] = offset;
  }

  public void forget(int partition) {
    if (partition < next.length) {
      next[partition] = UNKNOWN;
    }
  }

  public void forgetAll() {
    Arrays.fill(next, UNKNOWN);
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
