package io.epro.processor.ledger;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Where each partition of one stream thread stands. A partition's cursor is made at its first record
 * after (re)assignment, from the ledger, and from then on moves with the records.
 *
 * <p><b>Gaps.</b> Within one reading, offsets may jump (transaction markers, compaction): the consumer
 * would have delivered what was there, unless the topic was cut off in front of it, which is looked at.
 * Where reading begins <em>above</em> the ledger there is no such proof, so the log is looked into:
 * nothing there is a harmless jump; a record there means that the group is ahead of the database.
 * Reading that goes back after it had gone on is a contradiction: the topic was truncated or made anew,
 * and what now stands at these offsets is not what was applied.
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
   * Where the partition stands, if that needs no look at ledger or log, which is nearly always.
   *
   * @param offset of the record at hand
   * @return first offset neither applied nor in the batch; {@link #UNKNOWN} where {@link #find} has to
   *     be asked
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
   * Where the partition stands.
   *
   * @param offset of the record at hand, where reading begins if this is the first
   * @throws OutageException when database or broker do not answer; ask again
   * @throws LedgerFault when ledger and topic contradict each other
   */
  public Position find(int partition, long offset) {
    if (partition < next.length && next[partition] != UNKNOWN) {
      return goingOn(partition, next[partition], offset);
    }
    OptionalLong applied = ledger.nextOffset(partition);
    long found = applied.isPresent() ? applied.getAsLong()
        : ledger.open(partition, log.beginning(partition));
    Position position = offset > found ? beginning(partition, found, offset)
        : new Position.At(found);
    if (!(position instanceof Position.Behind)) {
      place(partition, found);
    }
    return position;
  }

  /** After everything below this offset was taken in, from where {@link #find} had placed it. */
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

  private Position goingOn(int partition, long known, long offset) {
    if (offset < known && moved[partition]) {
      throw new LedgerFault("partition " + partition + ": reading went back from offset " + known
          + " to " + offset + ": the topic was truncated or made anew while it was read. Bring it"
          + " back, or give processor.pipeline another name to begin new books");
    }
    long first = offset > known ? log.beginning(partition) : known;
    return first > known ? lost(partition, known, first, offset) : new Position.At(known);
  }

  private Position beginning(int partition, long applied, long offset) {
    long from = Math.max(applied, log.beginning(partition));
    if (from < offset && log.holdsRecord(partition, from, offset)) {
      return new Position.Behind("partition " + partition + ": the ledger is at offset " + applied
          + ", but the group would read on from " + offset
          + " and miss records in between: the database was restored or began anew");
    }
    // Asked only now: what was deleted while it was looked for would pass for never having been there.
    long first = log.beginning(partition);
    return first > applied ? lost(partition, applied, first, offset) : new Position.At(applied);
  }

  /** The topic may have gone on deleting past the record at hand, which was read all the same. */
  private static Position lost(int partition, long from, long first, long offset) {
    return new Position.Lost(new Hole(partition, from, Math.min(first, offset)));
  }

  public void forget(int partition) {
    if (partition < next.length) {
      next[partition] = UNKNOWN;
    }
  }

  public void forgetAll() {
    Arrays.fill(next, UNKNOWN);
  }
}
