package io.epro.processor.sink;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Comparison;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** A database in memory that keeps the batch store's contract, and can fail on demand. */
final class FakeStore implements BatchStore, Ledger {
  /** What the next write does instead of working. */
  enum Trouble {
    /** Nothing is written. */
    AWAY,
    /** All is written, and the reply is lost. */
    REPLY_LOST
  }

  final Map<UUID, Row> rows = new LinkedHashMap<>();
  final List<Rejection> rejections = new ArrayList<>();
  final Map<Integer, Long> next = new HashMap<>();
  final Deque<Trouble> troubles = new ArrayDeque<>();
  int writes;

  @Override
  public WriteOutcome write(Batch batch, RejectTopic rejects) {
    writes++;
    var trouble = troubles.poll();
    if (trouble == Trouble.AWAY) {
      throw new OutageException("away", new IllegalStateException());
    }
    var outcome = switch (Comparison.of(batch.advances(), next)) {
      case MATCHES -> store(batch, rejects);
      case ALREADY_APPLIED -> new WriteOutcome.AlreadyCommitted();
      case SUPERSEDED -> new WriteOutcome.Superseded();
      case ROLLED_BACK -> new WriteOutcome.RolledBack();
    };
    if (trouble == Trouble.REPLY_LOST) {
      throw new OutageException("reply lost", new IllegalStateException());
    }
    return outcome;
  }

  private WriteOutcome store(Batch batch, RejectTopic rejects) {
    var newRows = new LinkedHashMap<UUID, Row>();
    var refused = new ArrayList<>(batch.rejections());
    var duplicates = new HashMap<Integer, Long>();
    for (Row row : batch.rows()) {
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
    if (!refused.isEmpty()) {
      rejects.publish(refused);
    }
    rows.putAll(newRows);
    rejections.addAll(refused);
    var tallies = new ArrayList<Tally>();
    for (Advance advance : batch.advances()) {
      int partition = advance.partition();
      long rejected = refused.stream().filter(r -> r.source().partition() == partition).count();
      long duplicate = duplicates.getOrDefault(partition, 0L);
      long taken = advance.next() - advance.expected() - advance.skipped();
      tallies.add(new Tally(partition, taken - duplicate - rejected, duplicate, rejected,
          advance.skipped()));
      next.put(partition, advance.next());
    }
    return new WriteOutcome.Committed(tallies);
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
}
