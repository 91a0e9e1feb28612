package io.epro.processor.ledger;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Postgres is the truth about offsets. Where it was restored from a backup, or failed over to an older
 * copy, the group is ahead of it: Kafka would never deliver again what the database has forgotten. Then
 * every instance stops, and when the group is empty one of them sets it back to the ledger.
 *
 * <p><b>The argument.</b> An offset is committed after the ledger has passed it, and the ledger only
 * grows: so the group's offsets, read first, can be ahead of the ledger, read second, only by offsets
 * that hold no record, or because the ledger went back. Setting the group back is always safe, since
 * what is read again and was applied is skipped. Kafka accepts it only while the group has no member, so
 * nobody is reading at offsets that are being changed; and two instances that would do it at once set
 * the same values.
 */
public final class Realignment {
  private static final Logger LOG = LoggerFactory.getLogger(Realignment.class);

  private final Books books;
  private final SourceLog log;
  private final GroupOffsets group;
  /** The last range of each partition that was found to hold no record, which stays so. */
  private final Map<Integer, Range> empty = new ConcurrentHashMap<>();

  public Realignment(Books books, SourceLog log, GroupOffsets group) {
    this.books = books;
    this.log = log;
    this.group = group;
  }

  /**
   * Where the group is ahead of the ledger: by partition, the offset that it has to be set back to.
   *
   * @throws OutageException when database or broker do not answer; ask again
   */
  public Map<Integer, Long> ahead() {
    Map<Integer, Long> committed = group.committed();
    Map<Integer, Long> applied = books.nextOffsets();
    var back = new TreeMap<Integer, Long>();
    committed.forEach((partition, offset) -> {
      Long next = applied.get(partition);
      if (next == null || next < offset) {
        long first = log.beginning(partition);
        long from = next == null ? first : Math.max(first, next);
        if (from < offset && holdsRecord(partition, new Range(from, offset))) {
          back.put(partition, from);
        }
      }
    });
    return back;
  }

  private boolean holdsRecord(int partition, Range range) {
    if (range.equals(empty.get(partition))) {
      return false;
    }
    boolean holds = log.holdsRecord(partition, range.from(), range.to());
    if (!holds) {
      empty.put(partition, range);
    }
    return holds;
  }

  /**
   * Sets the group back if it has to be and if that can be done now.
   *
   * @return whether group and ledger agree, so that reading may begin; otherwise ask again
   */
  public boolean settled() {
    if (ahead().isEmpty()) {
      return true;
    }
    if (group.empty()) {
      books.alone(this::setBack);
    }
    return false;
  }

  private void setBack() {
    var back = ahead();
    if (!back.isEmpty()) {
      group.set(back);
      LOG.atWarn().addKeyValue("offsets", back)
          .log("The group was ahead of the database and is set back to the ledger");
    }
  }

  private record Range(long from, long to) {}
}
