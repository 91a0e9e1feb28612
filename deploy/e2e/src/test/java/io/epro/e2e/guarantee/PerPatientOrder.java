package io.epro.e2e.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * A patient's reports stand in the order in which they were published or acknowledged, by the offsets
 * of their rows, all from one partition; and no partition's row was stored before one of a smaller
 * offset.
 */
public final class PerPatientOrder implements Guarantee {
  private static final Comparator<ReportRow> BY_SOURCE = Comparator
      .<ReportRow>comparingInt(row -> row.source().partition())
      .thenComparingLong(row -> row.source().offset());

  private final List<Integer> counts;

  /** Each patient in one partition for ever. */
  public PerPatientOrder() {
    this(List.of());
  }

  private PerPatientOrder(List<Integer> counts) {
    this.counts = counts;
  }

  /**
   * For a topic that got more partitions: patients whose key now hashes to another partition moved
   * there. Their order is that of the rows from the old one, followed by that of the rows from the new.
   */
  public static PerPatientOrder withOneMove(int partitionsBefore, int partitionsAfter) {
    return new PerPatientOrder(List.of(partitionsBefore, partitionsAfter));
  }

  @Override
  public void check(Evidence evidence) {
    var sorted = evidence.reports().stream().sorted(BY_SOURCE).toList();
    var rows = sorted.stream().collect(Collectors.groupingBy(ReportRow::patientId));
    var wrong = new ArrayList<String>();
    expected(evidence.sent()).forEach((patient, ids) -> {
      var of = rows.getOrDefault(patient, List.of());
      var homes = homes(patient, of);
      boolean atHome = of.stream().allMatch(row -> homes.contains(row.source().partition()));
      if (!atHome || !ids.equals(inOrder(homes, of))) {
        wrong.add(patient);
      }
    });
    assertThat(wrong).as("patients whose reports are out of order").isEmpty();
    assertThat(storedTooEarly(sorted)).as("rows stored before one of a smaller offset").isEmpty();
  }

  /** The partitions that this patient's reports may be in, those of earlier ones first. */
  private List<Integer> homes(String patient, List<ReportRow> rows) {
    return counts.isEmpty()
        ? rows.stream().map(row -> row.source().partition()).limit(1).toList()
        : counts.stream().map(count -> BuiltInPartitioner
            .partitionForKey(patient.getBytes(UTF_8), count)).distinct().toList();
  }

  private static List<UUID> inOrder(List<Integer> homes, List<ReportRow> sorted) {
    return homes.stream()
        .flatMap(home -> sorted.stream().filter(row -> row.source().partition() == home))
        .map(ReportRow::reportId).toList();
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
