package io.epro.processor.reconcile;

import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.erase.Erasures;
import io.epro.processor.sink.CopyBuffer;
import io.epro.processor.sink.ErasedPatients;
import io.epro.processor.sink.Judged;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.ReportEncoder;
import io.epro.processor.sink.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through the topic and both tables in the order of partitions and offsets, like a merge of three
 * sorted files. A record must meet a row that says the same, or a rejection with the same bytes; one that
 * meets neither must be a report that is stored from another offset, which is looked up, many at a time.
 * What meets no record must be older than what the topic still holds. For one thread.
 */
final class RecordByRecord {
  private static final int LOOKED_UP_AT_ONCE = 1_000;
  private static final int TELL_EVERY = 10_000;
  private static final int ROW_BYTES = 1 << 10;

  private final TopicRecords topic;
  private final Snapshot snapshot;
  private final Reconciler.Progress progress;
  private final InOrder<StoredRow> rows;
  private final InOrder<StoredRejection> rejections;
  private final Enricher enricher = new Enricher((_, _, _) -> null, new LookupCounts());
  private final CopyBuffer encoded = new CopyBuffer(ROW_BYTES);
  private final ErasedPatients erasedPatients;
  private final List<ReportKey> keys = new ArrayList<>();
  private final List<Long> keyOffsets = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private long total;
  private long records;
  private long alike;
  private long duplicates;
  private long erased;
  private long otherRules;
  private long unchecked;
  private long found;

  RecordByRecord(TopicRecords topic, Snapshot snapshot, Reconciler.Progress progress) {
    this.topic = topic;
    this.snapshot = snapshot;
    this.progress = progress;
    this.erasedPatients = new ErasedPatients(Erasures.of(snapshot.register()));
    erasedPatients.renew();
    this.rows = new InOrder<>(snapshot.reportRows());
    this.rejections = new InOrder<>(snapshot.rejectionRows());
  }

  /** @param partitions in ascending order */
  Compared compare(List<PartitionBooks> partitions) {
    total = partitions.stream().mapToLong(PartitionBooks::readable).sum();
    for (var books : partitions) {
      var account = books.account();
      boolean comparable = account != null && account.topicId().equals(topic.topicId());
      if (account != null && comparable) {
        compare(books, account);
      }
      boolean others = !comparable || books.storedByOthers() > 0;
      rows.before(books.partition() + 1, 0, row -> withoutRecord(row, others));
      rejections.before(books.partition() + 1, 0, row -> withoutRecord(row, others));
    }
    progress.at(records, total);
    return new Compared(records, alike, duplicates, erased, otherRules, unchecked, found, problems);
  }

  private void compare(PartitionBooks books, Account account) {
    int partition = books.partition();
    long from = books.from();
    long to = from + books.readable();
    rows.before(partition, from, _ -> unchecked++);
    rejections.before(partition, from, _ -> unchecked++);
    long recordsBefore = records;
    long goneBefore = duplicates + erased;
    boolean others = books.storedByOthers() > 0;
    topic.read(partition, from, to, record -> compare(record, others));
    lookUp(partition);
    if (from == account.first()) {
      // A duplicate of a patient who was erased later stays booked as a duplicate.
      compareCount(partition, "duplicates and erased records", duplicates + erased - goneBefore,
          account.duplicate() + account.erased());
      compareCount(partition, "offsets without a record", to - from - (records - recordsBefore),
          account.skipped());
    }
  }

  private void compareCount(int partition, String what, long counted, long booked) {
    if (counted != booked) {
      problem(ProblemKind.COUNT_DIFFERS, partition, "going through the topic found " + counted + " "
          + what + ", the books have " + booked);
    }
  }

  private void compare(Judged record, boolean others) {
    int partition = record.partition();
    long offset = record.offset();
    rows.before(partition, offset, row -> withoutRecord(row, others));
    rejections.before(partition, offset, row -> withoutRecord(row, others));
    if (++records % TELL_EVERY == 0) {
      progress.at(records, total);
    }
    var stored = rows.at(partition, offset);
    var rejected = rejections.at(partition, offset);
    if (erasedPatients.include(record)) {
      ofErased(record, stored.isEmpty() && rejected.isEmpty());
    } else if (stored.isEmpty() && rejected.isEmpty()) {
      withoutTrace(record);
    } else if (!rejected.isEmpty()) {
      stored.forEach(row -> withoutRecord(row, others));
      compare(record, rejected.getFirst());
    } else {
      compare(record, stored, others);
    }
  }

  private void ofErased(Judged record, boolean gone) {
    if (gone) {
      erased++;
    } else {
      problem(ProblemKind.ERASURE_UNFINISHED, record.partition(), "offset " + record.offset()
          + " has left a row, though its patient was erased: run the erasure again");
    }
  }

  private void compare(Judged record, StoredRejection rejection) {
    if (!Arrays.equals(sha256(record), rejection.sha256())) {
      altered(record, "its rejection keeps other bytes");
    } else if (record instanceof Row && !rejection.byOthers()) {
      otherRules++;
    } else {
      alike++;
    }
  }

  private void compare(Judged record, List<StoredRow> stored, boolean others) {
    var first = stored.getFirst();
    stored.subList(1, stored.size()).forEach(row -> withoutRecord(row, others));
    switch (record) {
      case Row row -> {
        var differing = Columns.differing(first.copied(), encoded(row));
        if (differing.isEmpty()) {
          alike++;
        } else {
          altered(record, "its row differs in " + String.join(", ", differing));
        }
      }
      case Rejection rejection -> {
        if (Arrays.equals(ReportEncoder.sha256(first.copied(), first.copied().length),
            rejection.source().sha256())) {
          otherRules++;
        } else {
          altered(record, "its row is of other bytes");
        }
      }
    }
  }

  private byte[] encoded(Row row) {
    row.enrichment(enricher.enrich(row.report()));
    encoded.truncate(0);
    ReportEncoder.encode(row, encoded);
    return Arrays.copyOf(encoded.array(), encoded.size());
  }

  private static byte[] sha256(Judged record) {
    return switch (record) {
      case Row row -> row.sha256();
      case Rejection rejection -> rejection.source().sha256();
    };
  }

  private void withoutTrace(Judged record) {
    var source = record.source();
    var patient = switch (record) {
      case Row row -> row.report().patientId();
      case Rejection rejection -> rejection.patientId();
    };
    if (patient == null || source.reportId() == null) {
      withoutTrace(record.partition(), record.offset());
      return;
    }
    keys.add(new ReportKey(patient, source.reportId(), source.sha256()));
    keyOffsets.add(record.offset());
    if (keys.size() == LOOKED_UP_AT_ONCE) {
      lookUp(record.partition());
    }
  }

  private void lookUp(int partition) {
    if (keys.isEmpty()) {
      return;
    }
    var stored = snapshot.stored(keys);
    for (int i = 0; i < keys.size(); i++) {
      if (stored.contains(i)) {
        duplicates++;
      } else {
        withoutTrace(partition, keyOffsets.get(i));
      }
    }
    keys.clear();
    keyOffsets.clear();
  }

  private void withoutTrace(int partition, long offset) {
    problem(ProblemKind.RECORD_WITHOUT_TRACE, partition, "the record at offset " + offset
        + " is neither stored nor rejected, nor is its report stored from another offset");
  }

  private void withoutRecord(Stored row, boolean others) {
    if (others) {
      unchecked++;
      return;
    }
    String table = switch (row) {
      case StoredRow _ -> "report";
      case StoredRejection _ -> "rejection";
    };
    problem(ProblemKind.ROW_WITHOUT_RECORD, row.partition(), "the table " + table
        + " has a row for offset " + row.offset() + ", where there is no record for it");
  }

  private void altered(Judged record, String how) {
    problem(ProblemKind.ROW_ALTERED, record.partition(), "offset " + record.offset() + ": " + how);
  }

  private void problem(ProblemKind kind, int partition, String words) {
    found++;
    if (problems.size() < Compared.MOST_TOLD) {
      problems.add(new Problem(kind, partition, words));
    }
  }
}
