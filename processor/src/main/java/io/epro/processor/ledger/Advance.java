package io.epro.processor.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far one batch wants to move the books of one partition. Confined to the batch's thread.
 *
 * <p>Every offset from {@link #expected} to {@link #next} is accounted for as a row, a rejection,
 * erased, or skipped (an offset that held no record).
 */
public final class Advance {
  private final int partition;
  private final long expected;
  private long next;
  private long skipped;
  private long erased;
  private final List<Hole> holes = new ArrayList<>(0);

  /** @param expected the ledger's {@code next_offset} before this batch */
  public Advance(int partition, long expected) {
    this.partition = partition;
    this.expected = expected;
    this.next = expected;
  }

  /**
   * Takes in one record.
   *
   * @throws IllegalStateException when its offset was passed already: a bug, never data
   */
  public void take(long offset) {
    if (offset < next) {
      throw new IllegalStateException("partition " + partition + " is at offset " + next
          + " and was given " + offset);
    }
    skipped += offset - next;
    next = offset + 1;
  }

  /**
   * Takes in a record of which nothing is kept; it counts as skipped.
   *
   * @throws IllegalStateException when its offset was passed already: a bug, never data
   */
  public void pass(long offset) {
    take(offset);
    skipped++;
  }

  /**
   * Takes in a record of a patient who was erased.
   *
   * @throws IllegalStateException when its offset was passed already: a bug, never data
   */
  public void erase(long offset) {
    take(offset);
    erased++;
  }

  /**
   * Takes in that offsets were lost, from where it stands.
   *
   * @throws IllegalStateException when that is not so: a bug
   */
  public void lose(Hole lost) {
    if (lost.from() != next) {
      throw new IllegalStateException(
          "partition " + partition + " is at offset " + next + " and was given " + lost);
    }
    holes.add(lost);
    skipped += lost.to() - lost.from();
    next = lost.to();
  }

  public int partition() {
    return partition;
  }

  public long expected() {
    return expected;
  }

  /** One past the last offset of the batch. */
  public long next() {
    return next;
  }

  /** Offsets passed that held no record, none any more, or none of this pipeline's. */
  public long skipped() {
    return skipped;
  }

  /** Records of which nothing is kept, since their patients were erased. */
  public long erased() {
    return erased;
  }

  /** Those of the skipped offsets that were lost. */
  public List<Hole> holes() {
    return Collections.unmodifiableList(holes);
  }
}
