package io.epro.e2e.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.Coordinates;
import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.evidence.Outcome;
import io.epro.e2e.evidence.RawRecord;
import io.epro.e2e.evidence.RejectionRow;
import io.epro.e2e.evidence.ReportRow;
import io.epro.e2e.load.Digest;
import io.epro.e2e.load.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Every report that was acknowledged stands in the topic, as often as it was; every record of the
 * topic is a row in {@code report}, an open rejection, or a duplicate of such a row; and so the rows,
 * the open rejections and the duplicates in the ledger add up to the records, partition by partition.
 */
public final class NoReportLost implements Guarantee {

  @Override
  public void check(Evidence evidence) {
    assertThat(missingFromTopic(evidence)).as("acknowledged, but not in the topic").isEmpty();
    assertThat(missingFromTables(evidence)).as("in the topic, but in no table").isEmpty();
    assertThat(foundByPartition(evidence))
        .as("rows + open rejections + duplicates = records in the topic, by partition")
        .isEqualTo(byPartition(evidence.topic().stream().map(RawRecord::at).toList()));
  }

  private static List<UUID> missingFromTopic(Evidence evidence) {
    var times = new HashMap<Digest, Integer>();
    evidence.topic().forEach(record -> times.merge(record.digest(), 1, Integer::sum));
    var missing = new ArrayList<UUID>();
    evidence.sent().byPatient().values().stream().flatMap(List::stream).forEach(report -> {
      if (times.merge(report.digest(), -1, Integer::sum) < 0) {
        missing.add(report.id());
      }
    });
    return missing;
  }

  private static List<Coordinates> missingFromTables(Evidence evidence) {
    Set<UUID> stored = evidence.reports().stream().map(ReportRow::reportId)
        .collect(Collectors.toSet());
    Set<Coordinates> rejected = openRejections(evidence).stream().collect(Collectors.toSet());
    var outcomes = evidence.outcomes();
    var missing = new ArrayList<Coordinates>();
    for (var record : evidence.topic()) {
      Sent.Report report = evidence.reportOf(record);
      boolean found = switch (outcomes.get(record.at())) {
        case Outcome.Stored _,Outcome.Duplicate _ -> stored.contains(report.id());
        case Outcome.Rejected _ -> rejected.contains(record.at());
        case null -> false;
      };
      if (!found) {
        missing.add(record.at());
      }
    }
    return missing;
  }

  private static Map<Integer, Long> foundByPartition(Evidence evidence) {
    var found = new ArrayList<>(openRejections(evidence));
    evidence.reports().forEach(row -> found.add(row.source()));
    var sums = new HashMap<>(byPartition(found));
    evidence.ledger().forEach((partition, row) -> {
      if (row.duplicate() > 0) {
        sums.merge(partition, row.duplicate(), Long::sum);
      }
    });
    return sums;
  }

  private static List<Coordinates> openRejections(Evidence evidence) {
    return evidence.rejections().stream().filter(RejectionRow::open).map(RejectionRow::source)
        .toList();
  }

  private static Map<Integer, Long> byPartition(List<Coordinates> coordinates) {
    return coordinates.stream()
        .collect(Collectors.groupingBy(Coordinates::partition, Collectors.counting()));
  }
}
