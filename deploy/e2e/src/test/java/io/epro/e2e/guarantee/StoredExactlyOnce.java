package io.epro.e2e.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.Coordinates;
import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.evidence.Outcome;
import io.epro.e2e.evidence.ReportRow;
import io.epro.e2e.load.Digest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * No report has two rows and no record made two; the rows are just those of the valid reports, each
 * from the first record that held it, with that record's bytes.
 */
public final class StoredExactlyOnce implements Guarantee {

  private record Row(Coordinates source, String patientId, UUID reportId, Digest digest) {}

  @Override
  public void check(Evidence evidence) {
    var reports = evidence.reports();
    assertThat(repeated(reports.stream().map(ReportRow::reportId).toList()))
        .as("report ids with two rows").isEmpty();
    assertThat(repeated(reports.stream().map(ReportRow::source).toList()))
        .as("records that made two rows").isEmpty();

    Set<Row> found = reports.stream()
        .map(row -> new Row(row.source(), row.patientId(), row.reportId(), row.digest()))
        .collect(Collectors.toSet());
    Set<Row> expected = expected(evidence);
    assertThat(without(expected, found)).as("valid reports that have no row").isEmpty();
    assertThat(without(found, expected)).as("rows that should not be").isEmpty();
  }

  private static Set<Row> expected(Evidence evidence) {
    var outcomes = evidence.outcomes();
    return evidence.topic().stream()
        .filter(record -> outcomes.get(record.at()) instanceof Outcome.Stored)
        .map(record -> new Row(record.at(), record.patientId(), evidence.reportOf(record).id(),
            record.digest()))
        .collect(Collectors.toSet());
  }

  private static <T> List<T> repeated(Collection<T> all) {
    var seen = new HashSet<T>();
    return all.stream().filter(one -> !seen.add(one)).toList();
  }

  private static List<Coordinates> without(Set<Row> all, Set<Row> others) {
    return all.stream().filter(row -> !others.contains(row)).map(Row::source).toList();
  }
}
