package io.epro.processor.sink;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database in memory that keeps the store's contract, and can fail on demand. */
final class FakeStore implements ReportStore, Ledger {
  /** What the next transaction does instead of working. */
  enum Trouble {
    /** Nothing is written. */
    AWAY,
    /** All is written, and the reply is lost. */
    REPLY_LOST
  }

  final Map<UUID, Row> rows = new LinkedHashMap<>();
  final List<Rejection> rejections = new ArrayList<>();
  final Map<Integer, Long> next = new HashMap<>();
  final List<Hole> holes = new ArrayList<>();
  final Deque<Trouble> troubles = new ArrayDeque<>();
  int writes;

  @Override
  public StoreTransaction begin() {
    writes++;
    var trouble = troubles.poll();
    if (trouble == Trouble.AWAY) {
      throw new OutageException("away", new IllegalStateException());
    }
    return new Transaction(trouble);
  }

  @Override
  public OptionalLong nextOffset(int partition) {
    Long found = next.get(partition);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }

  @Override
  public long open(int partition, long firstOffset) {
    return next.computeIfAbsent(partition, _ -> firstOffset);
  }

  private final class Transaction implements StoreTransaction {
    private final @Nullable Trouble trouble;
    private final Map<UUID, Row> newRows = new LinkedHashMap<>();
    private final List<Rejection> newRejections = new ArrayList<>();
    private final Map<Integer, Long> newNext = new HashMap<>();
    private final List<Hole> newHoles = new ArrayList<>();

    Transaction(@Nullable Trouble trouble) {
      this.trouble = trouble;
    }

    @Override
    public Map<Integer, Long> lock(Collection<Advance> advances) {
      return next;
    }

    @Override
    public RowOutcome storeRows(Batch batch) {
      var refused = new ArrayList<Rejection>();
      var duplicates = new HashMap<Integer, Long>();
      batch.fresh().rows().forEach(row -> store(row, duplicates, refused));
      boolean straight = duplicates.isEmpty() && refused.isEmpty();
      batch.suspects().rows().forEach(row -> store(row, duplicates, refused));
      int fresh = batch.fresh().rows().size();
      int suspects = batch.suspects().rows().size();
      return new RowOutcome(duplicates, refused, straight
          ? new RowWays(fresh, suspects, 0) : new RowWays(0, fresh + suspects, 1));
    }

    private void store(Row row, Map<Integer, Long> duplicates, List<Rejection> refused) {
      Row before = rows.getOrDefault(row.reportId(), newRows.get(row.reportId()));
      if (before == null) {
        newRows.put(row.reportId(), row);
      } else if (Arrays.equals(before.source().sha256(), row.source().sha256())) {
        duplicates.merge(row.source().partition(), 1L, Long::sum);
      } else {
        refused.add(new Rejection(row.source(), row.enriched().report().patientId(),
            List.of(new Violation(ViolationCode.CONFLICTING_DUPLICATE, ""))));
      }
    }

    @Override
    public void storeRejections(List<Rejection> rejected) {
      newRejections.addAll(rejected);
    }

    @Override
    public void advance(Collection<Advance> advances, List<Tally> tallies) {
      for (Advance advance : advances) {
        newNext.put(advance.partition(), advance.next());
        newHoles.addAll(advance.holes());
      }
    }

    @Override
    public void commit() {
      rows.putAll(newRows);
      rejections.addAll(newRejections);
      next.putAll(newNext);
      holes.addAll(newHoles);
      if (trouble == Trouble.REPLY_LOST) {
        throw new OutageException("reply lost", new IllegalStateException());
      }
    }

    @Override
    public void close() {}
  }
}
