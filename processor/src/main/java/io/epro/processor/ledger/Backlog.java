package io.epro.processor.ledger;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What stands in the topic and not in the books yet, in all partitions, whoever reads them. Counted in offsets, some of which may hold
 * no record.
 */
public final class Backlog {
  private final Books books;
  private final Supplier<Map<Integer, Long>> ends;
  private final SourceLog log;

  /** @param ends of every partition of the topic; throws {@link OutageException}, too */
  public Backlog(Books books, Supplier<Map<Integer, Long>> ends, SourceLog log) {
    this.books = books;
    this.ends = ends;
    this.log = log;
  }

  /** @throws OutageException when database or broker do not answer; ask again */
  public long offsets() {
    Map<Integer, Long> ended = ends.get(); // first: the books may only be further by then
    Map<Integer, Long> next = books.nextOffsets();
    long waiting = 0;
    for (var entry : ended.entrySet()) {
      Long from = next.get(entry.getKey());
      if (from == null) {
        from = log.beginning(entry.getKey());
      }
      waiting += Math.max(0, entry.getValue() - from);
    }
    return waiting;
  }
}
