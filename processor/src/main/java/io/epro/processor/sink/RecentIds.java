package io.epro.processor.sink;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The report ids that one stream thread took in lately: certainly the last {@code window} of them, and
 * never more than twice as many. Two generations of marks: new ones go into the current; when that holds
 * {@code window} of them it becomes the previous one, and what was the previous is forgotten. An id
 * found in the previous is put into the current as well, so what counts is when it was last seen.
 *
 * <p>A mark is 64 bits mixed from the id. Two ids with the same mark are taken for one, which the caller
 * must bear; a seed of its own keeps anybody from choosing ids that do so, or that crowd the tables.
 * Open addressing, at most half full; adding allocates nothing.
 *
 * <p>Confined to one thread.
 */
public final class RecentIds {
  private static final long NONE = 0;

  private final int window;
  private final int mask;
  private final long seed = new SplittableRandom().nextLong();
  private long[] current;
  private long[] previous;
  private int size;

  /** @param window 0 (nothing is remembered) to 2^24; both generations together take 32 to 64 bytes an id */
  public RecentIds(int window) {
    int slots = window == 0 ? 1 : Integer.highestOneBit(2 * window - 1) << 1;
    this.window = window;
    this.mask = slots - 1;
    this.current = new long[slots];
    this.previous = new long[slots];
  }

  /** Takes an id in, a UUID's halves. @return whether it was there already */
  public boolean add(long high, long low) {
    if (window == 0) {
      return false;
    }
    long mark = mark(high, low);
    int slot = slot(current, mark);
    if (current[slot] == mark) {
      return true;
    }
    boolean before = previous[slot(previous, mark)] == mark;
    if (size == window) {
      turn();
      slot = slot(current, mark);
    }
    current[slot] = mark;
    size++;
    return before;
  }

  private void turn() {
    long[] forgotten = previous;
    previous = current;
    current = forgotten;
    Arrays.fill(current, NONE);
    size = 0;
  }

  /** Where the mark stands, or else the free slot that it would take. */
  private int slot(long[] marks, long mark) {
    int slot = (int) mark & mask;
    while (marks[slot] != mark && marks[slot] != NONE) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over both halves. */
  private long mark(long high, long low) {
    long mixed = (high ^ seed) * 0x9E3779B97F4A7C15L;
    mixed = ((mixed ^ mixed >>> 32) + low) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return mixed == NONE ? 1 : mixed;
  }
}
