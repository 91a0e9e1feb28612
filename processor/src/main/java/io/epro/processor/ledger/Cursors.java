package io.epro.processor.ledger;

import java.util.Arrays;

/**
 * Where each partition of one stream thread stands. A partition's cursor is made at its first record
 * after (re)assignment, from the ledger, and from then on moves with the records.
 *
 * <p><b>Gaps.</b> Within one reading, offsets may jump (transaction markers, compaction): the consumer
 * would have delivered what was there, unless the topic was cut off in front of it, which is looked at.
 * Where reading begins <em>above</em> the ledger there is no such proof, so the log is looked into:
 * nothing there is a harmless jump; a record there is a contradiction that stops the pipeline. So is
 * reading that goes back after it had gone on: the topic was truncated or made anew, and what now
 * stands at these offsets is not what was applied.
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
  /** By partition: whether a record was taken in since (re)assignment. */
  private boolean[] moved = {};

  public Cursors(Ledger ledger, SourceLog log) {
    this.ledger = ledger;
    this.log = log;
  }

  /**
   * As {@link #next} says where that needs no look at ledger or log, which is nearly always.
   *
   * @return {@link #UNKNOWN} where {@link #next} has to be asked
   */
  public long known(int partition, long offset) {
    if (partition >= next.length || next[partition] == UNKNOWN) {
      return UNKNOWN;
    }
    long known = next[partition];
    boolean expected = offset == known || (offset < known && !moved[partition]);
    return expected ? known : UNKNOWN;
  }

  /**
   * The first offset of the partition that is neither applied nor in the batch.
   *
   * @param offset of the record at hand, where reading begins if this is the first
   * @throws OutageException when database or broker do not answer; ask again
   * @throws LedgerFault when ledger and topic contradict each other
   */
  public long next(int partition, long offset) {
    if (partition < next.length && next[partition] != UNKNOWN) {
      return goingOn(partition, next[partition], offset);
    }
    long found = ledger.nextOffset(partition)
        .orElseGet(() -> ledger.open(partition, log.beginning(partition)));
    if (offset > found) {
      refuseLoss(partition, found, offset);
    }
    place(partition, found);
    return found;
  }

  /** After a record was taken in, whose place {@link #next} gave. */
  public void moveTo(int partition, long offset) {
    next[partition] = offset;
    moved[partition] = true;
  }

  private void place(int partition, long offset) {
    if (partition >= next.length) {
      int known = next.length;
      next = Arrays.copyOf(next, partition + 1);
      moved = Arrays.copyOf(moved, partition + 1);
      Arrays.fill(next, known, next.length, UNKNOWN);
    }
    next[partition] = offset;
    moved[partition] = false;
  }

  private long goingOn(int partition, long known, long offset) {
    if (offset < known && moved[partition]) {
      throw new LedgerFault("partition " + partition + ": reading went back from offset " + known
          + " to " + offset + ": the topic was truncated or made anew while it was read. Bring it"
          + " back, or give processor.pipeline another name to begin new books");
    }
    if (offset > known) {
      refuseCutOff(partition, known);
    }
    return known;
  }

  public void forget(int partition) {
    if (partition < next.length) {
      next[partition] = UNKNOWN;
    }
  }

  public void forgetAll() {
    Arrays.fill(next, UNKNOWN);
  }

  private void refuseCutOff(int partition, long applied) {
    long beginning = log.beginning(partition);
    if (beginning > applied) {
      throw new LedgerFault("partition " + partition + ": the ledger is at offset " + applied
          + ", but the topic now begins at " + beginning
          + ": offsets in between were deleted before"
          + " they were processed. Restore them or move the ledger row by hand, then start again");
    }
  }

  private void refuseLoss(int partition, long applied, long offset) {
    refuseCutOff(partition, applied);
    if (log.holdsRecord(partition, applied, offset)) {
      throw new LedgerFault("partition " + partition + ": the ledger is at offset " + applied
          + ", but the group would read on from " + offset + " and miss records in between (was the"
          + " database restored?). Stop all instances, reset the group to the ledger's offsets, then"
          + " start again");
    }
  }
}
