package io.epro.processor.model;

import io.epro.processor.ledger.Hole;
import io.epro.processor.sink.CopiedRow;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What the database has committed, and what a backup of it holds. */
public final class Tables {
  /** Where a rejected record stood. */
  public record Coordinates(int partition, long offset) {
    static Coordinates of(Rejection rejection) {
      return new Coordinates(rejection.source().partition(), rejection.source().offset());
    }
  }

  /** One row of the ledger. */
  public record Books(long first, long next, long stored, long duplicate, long rejected,
      long skipped) {
    public static Books opened(long first) {
      return new Books(first, first, 0, 0, 0, 0);
    }

    Books moved(long to, Tally tally) {
      return new Books(first, to, stored + tally.stored(), duplicate + tally.duplicate(),
          rejected + tally.rejected(), skipped + tally.skipped());
    }
  }

  public final Map<UUID, CopiedRow> rows = new HashMap<>();
  public final Map<Coordinates, Rejection> rejections = new HashMap<>();
  public final SortedMap<Integer, Books> ledger = new TreeMap<>();
  public final List<Hole> holes = new ArrayList<>();

  Tables copy() {
    var copy = new Tables();
    copy.rows.putAll(rows);
    copy.rejections.putAll(rejections);
    copy.ledger.putAll(ledger);
    copy.holes.addAll(holes);
    return copy;
  }

  /** {@code next_offset}, 0 where there are no books. */
  long next(int partition) {
    Books books = ledger.get(partition);
    return books == null ? 0 : books.next();
  }
}
