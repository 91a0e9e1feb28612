package io.epro.processor.model;

import io.epro.processor.ledger.Hole;
import io.epro.processor.sink.CopiedRow;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
      long skipped, long erased) {
    public static Books opened(long first) {
      return new Books(first, first, 0, 0, 0, 0, 0);
    }

    Books moved(long to, Tally tally) {
      return new Books(first, to, stored + tally.stored(), duplicate + tally.duplicate(),
          rejected + tally.rejected(), skipped + tally.skipped(), erased + tally.erased());
    }

    Books erased(long storedLess, long rejectedLess) {
      return new Books(first, next, stored - storedLess, duplicate, rejected - rejectedLess,
          skipped, erased + storedLess + rejectedLess);
    }
  }

  public final Map<UUID, CopiedRow> rows = new HashMap<>();
  public final Map<Coordinates, Rejection> rejections = new HashMap<>();
  public final SortedMap<Integer, Books> ledger = new TreeMap<>();
  public final List<Hole> holes = new ArrayList<>();
  /** The register: the version of each patient's entry, in the order of the entries. */
  public final Map<String, Long> register = new LinkedHashMap<>();
  /** Of these, whose rows were deleted. */
  public final Set<String> erased = new HashSet<>();

  Tables copy() {
    var copy = new Tables();
    copy.rows.putAll(rows);
    copy.rejections.putAll(rejections);
    copy.ledger.putAll(ledger);
    copy.holes.addAll(holes);
    copy.register.putAll(register);
    copy.erased.addAll(erased);
    return copy;
  }

  void erase(String patient) {
    rows.values().removeIf(row -> {
      boolean mine = row.patientId().equals(patient);
      if (mine) {
        ledger.computeIfPresent(row.source().partition(), (_, books) -> books.erased(1, 0));
      }
      return mine;
    });
    rejections.values().removeIf(rejection -> {
      boolean mine = patient.equals(rejection.patientId());
      if (mine) {
        ledger.computeIfPresent(rejection.partition(), (_, books) -> books.erased(0, 1));
      }
      return mine;
    });
    erased.add(patient);
  }

  /** Of the newest entry in the register. */
  public long registerVersion() {
    return register.values().stream().reduce(0L, (_, newest) -> newest);
  }

  /** {@code next_offset}, 0 where there are no books. */
  long next(int partition) {
    Books books = ledger.get(partition);
    return books == null ? 0 : books.next();
  }
}
