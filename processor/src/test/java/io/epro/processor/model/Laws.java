package io.epro.processor.model;

import io.epro.processor.ledger.Hole;
import io.epro.processor.model.SimLog.Entry;
import io.epro.processor.model.SimLog.Kind;
import io.epro.processor.sink.CopiedRow;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.SinkInputs;
import io.epro.processor.validate.ViolationCode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold at every instant, and at the end. The first law that is broken is kept; the history
 * ends there.
 */
final class Laws {
  private final SimLog log;
  /** By partition: the furthest that the database has ever been. */
  private final long[] furthest;
  private final Set<Tables.Coordinates> acknowledged = new HashSet<>();
  private @Nullable String broken;

  Laws(SimLog log) {
    this.log = log;
    furthest = new long[log.partitions()];
  }

  @Nullable
  String broken() {
    return broken;
  }

  void broken(String law) {
    if (broken == null) {
      broken = law;
    }
  }

  private void hold(boolean lawful, String law) {
    if (!lawful) {
      broken(law);
    }
  }

  /** The broker has acknowledged this rejection in the topic of rejects. */
  void rejectAcknowledged(Rejection rejection) {
    acknowledged.add(Tables.Coordinates.of(rejection));
  }

  /** No offset before its record: what Kafka will not deliver again, the database has had. */
  void offsetCommitted(int partition, long offset) {
    hold(!log.holdsRecord(partition, furthest[partition], offset),
        "no offset before its record: the group is at " + offset + " of p" + partition
            + ", the database never was past " + furthest[partition]);
  }

  /** Every rejection is in its topic before it is in its table. */
  void committing(SimSession session) {
    for (Rejection rejection : session.rejections()) {
      hold(acknowledged.contains(Tables.Coordinates.of(rejection)),
          "rejects before the commit: " + rejection.source() + " was never acknowledged");
    }
    for (Hole hole : session.holes()) {
      hold(!log.holdsRecord(hole.partition(), hole.from(), hole.to()),
          "holes are what was deleted: the topic still holds records in " + hole);
    }
  }

  void committed(Tables tables) {
    check(tables);
    tables.ledger.forEach(
        (partition, books) -> furthest[partition] = Math.max(furthest[partition], books.next()));
  }

  /** Everything that can be seen from the tables alone. */
  void check(Tables tables) {
    long rows = 0;
    long rejections = 0;
    for (var entry : tables.ledger.entrySet()) {
      Tables.Books books = entry.getValue();
      var audit = new Audit(log, tables, entry.getKey());
      String fault = audit.run(books);
      hold(fault == null, "every record is one thing, and counted: " + fault);
      rows += audit.rows();
      rejections += audit.rejections();
    }
    for (String patient : tables.erased) {
      hold(tables.rows.values().stream().noneMatch(row -> row.patientId().equals(patient))
          && tables.rejections.values().stream()
              .noneMatch(rejection -> patient.equals(rejection.patientId())),
          "nothing of an erased patient comes back: " + patient);
    }
    hold(rows == tables.rows.size() && rejections == tables.rejections.size(),
        "nothing is there that the books do not know: " + tables.rows.size() + " rows and "
            + tables.rejections.size() + " rejections, of which the books explain " + rows + " and "
            + rejections);
  }

  /** When all is calm again, everything was applied. */
  void finished(Tables tables) {
    check(tables);
    for (int p = 0; p < furthest.length; p++) {
      hold(!leftOver(tables, p), "all is read in the end: p" + p + " stands at "
          + tables.next(p) + " of " + log.finalEnd(p));
    }
  }

  boolean leftOver(Tables tables, int partition) {
    Tables.Books books = tables.ledger.get(partition);
    long next = books == null ? 0 : books.next();
    return log.holdsRecord(partition, next, log.finalEnd(partition));
  }

  /** Of one partition, offset by offset. */
  private static final class Audit {
    private final SimLog log;
    private final Tables tables;
    private final int partition;
    private long stored;
    private long duplicate;
    private long rejected;
    private long skipped;
    /** Records of erased patients of which nothing is there. */
    private long gone;

    Audit(SimLog log, Tables tables, int partition) {
      this.log = log;
      this.tables = tables;
      this.partition = partition;
    }

    long rows() {
      return stored;
    }

    long rejections() {
      return rejected;
    }

    @Nullable
    String run(Tables.Books books) {
      if (books.first() < 0 || books.next() > log.finalEnd(partition)) {
        return "p" + partition + " has books " + books;
      }
      for (long offset = books.first(); offset < books.next(); offset++) {
        String fault = count(offset);
        if (fault != null) {
          return "p" + partition + "@" + offset + " " + fault;
        }
      }
      var found = new Tables.Books(books.first(), books.next(), stored, duplicate, rejected,
          skipped, books.erased());
      // A duplicate of somebody who was erased later stays booked as a duplicate.
      var expected = new Tables.Books(books.first(), books.next(), books.stored(),
          books.duplicate() + books.erased() - gone, books.rejected(), books.skipped(),
          books.erased());
      return found.equals(expected) && books.erased() <= gone ? null
          : "p" + partition + " has " + books + ", but the tables hold " + found;
    }

    private @Nullable String count(long offset) {
      boolean inHole = tables.holes.stream().anyMatch(hole -> hole.partition() == partition
          && hole.from() <= offset && offset < hole.to());
      if (inHole || !(log.at(partition, offset) instanceof Entry.Raw raw)) {
        skipped++;
        return null;
      }
      Rejection rejection = tables.rejections.get(new Tables.Coordinates(partition, offset));
      if (rejection == null && tables.register.containsKey(patient(raw)) && !standsHere(raw)) {
        gone++;
        return null;
      }
      if (rejection != null) {
        rejected++;
        return rightlyRejected(raw, rejection);
      }
      return raw.kind() == Kind.REPORT && raw.input() instanceof Row row ? stored(row)
          : "was to be rejected";
    }

    private static String patient(Entry.Raw raw) {
      return switch (raw.input()) {
        case Row row -> row.report().patientId();
        case Rejection rejection -> String.valueOf(rejection.patientId());
      };
    }

    private boolean standsHere(Entry.Raw raw) {
      CopiedRow stands = raw.input() instanceof Row row ? tables.rows.get(SinkInputs.id(row))
          : null;
      return stands != null && stands.source().partition() == partition
          && stands.source().offset() == raw.input().offset();
    }

    private @Nullable String stored(Row row) {
      CopiedRow stands = tables.rows.get(SinkInputs.id(row));
      if (stands == null || !Arrays.equals(stands.source().sha256(), row.source().sha256())) {
        return "is neither stored, nor a duplicate, nor rejected, nor in a hole";
      }
      boolean here = stands.source().partition() == partition;
      if (here && stands.source().offset() > row.source().offset()) {
        return "came before the row " + stands.source() + " of the same report";
      }
      if (here && stands.source().offset() == row.source().offset()) {
        stored++;
      } else {
        duplicate++;
      }
      return null;
    }

    private @Nullable String rightlyRejected(Entry.Raw raw, Rejection rejection) {
      return switch (raw.kind()) {
        case INVALID -> null;
        case UNSTORABLE -> has(rejection, ViolationCode.STORAGE_REJECTED) ? null
            : "was refused by the database and has another reason";
        case REPORT -> {
          CopiedRow stands = raw.input() instanceof Row row
              ? tables.rows.get(SinkInputs.id(row))
              : null;
          yield stands != null && has(rejection, ViolationCode.CONFLICTING_DUPLICATE)
              && !Arrays.equals(stands.source().sha256(), raw.input().source().sha256()) ? null
                  : "was rejected without a reason";
        }
      };
    }

    private static boolean has(Rejection rejection, ViolationCode code) {
      return rejection.reasons().getFirst().code() == code;
    }
  }
}
