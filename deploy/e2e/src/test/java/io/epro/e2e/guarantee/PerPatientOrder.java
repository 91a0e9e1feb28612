package io.epro.e2e.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.Coordinates;
import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.evidence.ReportRow;
import io.epro.e2e.load.Sent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A patient's reports stand in the order in which they were published or acknowledged, by the offsets
 * of their rows, all from one partition; and no partition's row was stored before one of a smaller
 * offset.
 */
public final class PerPatientOrder implements Guarantee {
  private static final Comparator<ReportRow> BY_SOURCE = Comparator
      .<ReportRow>comparingInt(row -> row.source().partition())
      .thenComparingLong(row -> row.source().offset());

  private final boolean moves;

  /** Each patient in one partition for ever. */
  public PerPatientOrder() {
    this(false);
  }

  private PerPatientOrder(boolean moves) {
    this.moves = moves;
  }

  /**
   * For a topic that got more partitions: a patient may have moved, once. Then the order is that of the
   * rows from one partition, followed by that of the rows from the other.
   */
  public static PerPatientOrder withOneMove() {
    return new PerPatientOrder(true);
  }

  @Override
  public void check(Evidence evidence) {
    var sorted = evidence.reports().stream().sorted(BY_SOURCE).toList();
    var rows = sorted.stream().collect(Collectors.groupingBy(ReportRow::patientId));
    var wrong = new ArrayList<String>();
    expected(evidence.sent()).forEach((patient, ids) -> {
      var of = rows.getOrDefault(patient, List.of());
      if (!orders(of).contains(ids)) {
        wrong.add(patient);
      }
    });
    assertThat(wrong).as("patients whose reports are out of order").isEmpty();
    assertThat(storedTooEarly(sorted)).as("rows stored before one of a smaller offset").isEmpty();
  }

  /** In which the reports with these rows, sorted by source, may have been published. */
  private List<List<UUID>> orders(List<ReportRow> rows) {
    var partitions = rows.stream().map(row -> row.source().partition()).distinct().toList();
    if (partitions.size() == 1) {
      return List.of(rows.stream().map(ReportRow::reportId).toList());
    }
    if (!moves || partitions.size() != 2) {
      return List.of();
    }
    return Stream.of(partitions, partitions.reversed()).map(order -> order.stream()
        .flatMap(partition -> rows.stream().filter(row -> row.source().partition() == partition))
        .map(ReportRow::reportId).toList()).toList();
  }

  private static Map<String, List<UUID>> expected(Sent sent) {
    var expected = new HashMap<String, List<UUID>>();
    sent.byPatient().forEach((patient, reports) -> {
      var ids = reports.stream().filter(Sent.Report::valid).map(Sent.Report::id).distinct()
          .toList();
      if (!ids.isEmpty()) {
        expected.put(patient, ids);
      }
    });
    return expected;
  }

  private static List<Coordinates> storedTooEarly(List<ReportRow> sorted) {
    var tooEarly = new ArrayList<Coordinates>();
    for (int i = 1; i < sorted.size(); i++) {
      var row = sorted.get(i);
      var before = sorted.get(i - 1);
      if (row.source().partition() == before.source().partition()
          && row.storedAt() < before.storedAt()) {
        tooEarly.add(row.source());
      }
    }
    return tooEarly;
  }
}
