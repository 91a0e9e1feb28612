package io.epro.processor.ledger;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the topic deleted before it was read: the holes that are booked, and what will be one. A hole is
 * booked with the next record of its partition, by whoever reads that; where none comes it is seen here
 * alone. (Nobody else may book it: its records may be in a reader's hands still.)
 */
public final class Losses {
  private final Books books;
  private final LongSupplier booked;
  private final SourceLog log;

  /** @param booked offsets of all holes in the books; throws {@link OutageException}, too */
  public Losses(Books books, LongSupplier booked, SourceLog log) {
    this.books = books;
    this.booked = booked;
    this.log = log;
  }

  /**
   * How many offsets are lost, in all partitions and since the books were begun.
   *
   * @throws OutageException when database or broker do not answer; ask again
   */
  public long offsets() {
    Map<Integer, Long> next = books.nextOffsets();
    long lost = 0;
    for (var entry : next.entrySet()) {
      lost += Math.max(0, log.beginning(entry.getKey()) - entry.getValue());
    }
    return lost + booked.getAsLong();
  }
}
