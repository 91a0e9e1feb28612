package io.epro.e2e.evidence;

import io.epro.e2e.load.Digest;
import io.epro.e2e.load.Sent;
import io.epro.local.books.LedgerRow;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is found when nothing is under way any more.
 *
 * @param topic the raw topic, each partition in the order of its offsets
 * @param ends the offset after the last, by partition
 * @param ledger by partition
 */
public record Evidence(Sent sent, List<RawRecord> topic, Map<Integer, Long> ends,
    List<ReportRow> reports, List<RejectionRow> rejections, List<RejectedRecord> rejected,
    Map<Integer, LedgerRow> ledger) {
  private static final Outcome STORED = new Outcome.Stored();
  private static final Outcome DUPLICATE = new Outcome.Duplicate();
  private static final Outcome CONFLICT = new Outcome.Rejected(
      Set.of("conflicting_duplicate "));

  private record Key(String patientId, UUID reportId) {}

  /**
   * What must become of each record, in the topic's order: worked out from the topic and from what was
   * sent, with no look at the tables.
   *
   * @throws AssertionError when the topic holds what nobody sent
   */
  public Map<Coordinates, Outcome> outcomes() {
    var outcomes = new LinkedHashMap<Coordinates, Outcome>();
    var first = new HashMap<Key, Digest>();
    for (var record : topic) {
      var report = reportOf(record);
      if (!report.valid()) {
        outcomes.put(record.at(), new Outcome.Rejected(report.reasons()));
        continue;
      }
      Digest before = first.putIfAbsent(new Key(record.patientId(), report.id()),
          record.digest());
      outcomes.put(record.at(), ofRepeated(record.digest(), before));
    }
    return Collections.unmodifiableMap(outcomes);
  }

  /** What we sent with these bytes. */
  public Sent.Report reportOf(RawRecord record) {
    var report = sent.of(record.digest());
    if (report == null) {
      throw new AssertionError("nobody sent what stands at " + record.at());
    }
    return report;
  }

  private static Outcome ofRepeated(Digest digest, @Nullable Digest before) {
    if (before == null) {
      return STORED;
    }
    return digest.equals(before) ? DUPLICATE : CONFLICT;
  }
}
