package io.epro.e2e.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.epro.e2e.evidence.Coordinates;
import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.evidence.RawRecord;
import io.epro.e2e.evidence.RejectedRecord;
import io.epro.e2e.evidence.RejectionRow;
import io.epro.e2e.evidence.ReportRow;
import io.epro.e2e.load.Digest;
import io.epro.e2e.load.Sample;
import io.epro.e2e.load.Sent;
import io.epro.local.books.LedgerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A guarantee that cannot fail proves nothing: evidence of a run that went well is spoilt in one way
 * at a time. The run: a patient sends A, B, A again, an invalid C, and D with B's id.
 */
class GuaranteesTest {
  private static final String PATIENT = "P-1";
  private static final String CONFLICT = "conflicting_duplicate ";
  private static final String INVALID = "missing_field /timestamp";

  private final Sent sent = new Sent();
  private final List<RawRecord> topic = new ArrayList<>();
  private final List<ReportRow> reports = new ArrayList<>();
  private final List<RejectionRow> rejections = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();
  private final Map<Integer, LedgerRow> ledger = new HashMap<>();

  @BeforeEach
  void aRunThatWentWell() {
    var a = send("A", new UUID(0, 1), Set.of());
    var b = send("B", new UUID(0, 2), Set.of());
    send("A", new UUID(0, 1), Set.of());
    var c = send("C", new UUID(0, 3), Set.of(INVALID));
    var d = send("D", new UUID(0, 2), Set.of());
    reports.add(new ReportRow(PATIENT, a.reportId(), at(0), 1000, a.digest()));
    reports.add(new ReportRow(PATIENT, b.reportId(), at(1), 1000, b.digest()));
    rejections.add(new RejectionRow(at(3), "open", Set.of(INVALID), c.digest()));
    rejections.add(new RejectionRow(at(4), "open", Set.of(CONFLICT), d.digest()));
    rejected
        .add(new RejectedRecord(at(3), PATIENT, Set.of("missing_field"), Optional.of(c.digest())));
    rejected.add(new RejectedRecord(at(4), PATIENT, Set.of("conflicting_duplicate"),
        Optional.of(d.digest())));
    rejected.add(rejected.getFirst());
    ledger.put(0, new LedgerRow(0, 5, 2, 1, 2, 0, 0));
  }

  @Test
  void allHoldWhenTheRunWentWell() {
    assertThatCode(() -> Guarantee.all().forEach(guarantee -> guarantee.check(evidence())))
        .doesNotThrowAnyException();
  }

  @Test
  void aRowThatIsMissingIsNoticed() {
    reports.removeLast();

    assertThat(broken()).contains("NoReportLost", "StoredExactlyOnce", "PerPatientOrder");
  }

  @Test
  void anAcknowledgedReportThatTheTopicNeverHadIsNoticed() {
    var lost = sample("E", new UUID(0, 5), Set.of());
    sent.attempted(lost);
    sent.inOrder(lost);

    assertThat(broken()).contains("NoReportLost", "PerPatientOrder");
  }

  @Test
  void aRecordThatWasSkippedWithItsOffsetPassedIsNoticed() {
    rejections.removeLast();
    ledger.put(0, new LedgerRow(0, 5, 2, 1, 1, 1, 0));

    assertThat(broken()).contains("NoReportLost", "RejectsAreKept", "BooksBalance");
  }

  @Test
  void aReportWithTwoRowsIsNoticed() {
    var b = reports.getLast();
    reports.add(new ReportRow(PATIENT, b.reportId(), at(2), 1000, b.digest()));

    assertThat(broken()).contains("StoredExactlyOnce", "NoReportLost");
  }

  @Test
  void aDuplicateThatWonOverTheFirstIsNoticed() {
    var a = reports.removeFirst();
    reports.add(new ReportRow(PATIENT, a.reportId(), at(2), 1000, a.digest()));

    assertThat(broken()).contains("StoredExactlyOnce", "PerPatientOrder");
  }

  @Test
  void aRowWithOtherBytesIsNoticed() {
    var a = reports.removeFirst();
    reports.add(new ReportRow(PATIENT, a.reportId(), a.source(), 1000, digest("other")));

    assertThat(broken()).containsExactly("StoredExactlyOnce");
  }

  @Test
  void aGoodReportThatWasRejectedIsNoticed() {
    var a = reports.removeFirst();
    rejections.add(new RejectionRow(a.source(), "open", Set.of("storage_rejected "), a.digest()));
    ledger.put(0, new LedgerRow(0, 5, 1, 1, 3, 0, 0));

    assertThat(broken()).contains("NoReportLost", "StoredExactlyOnce", "RejectsAreKept",
        "BooksBalance");
  }

  @Test
  void aRejectWithAnotherReasonOtherBytesOrNoLongerOpenIsNoticed() {
    var c = rejections.removeFirst();
    for (var spoilt : List.of(
        new RejectionRow(c.source(), "open", Set.of(CONFLICT), c.raw()),
        new RejectionRow(c.source(), "open", c.reasons(), digest("other")),
        new RejectionRow(c.source(), "discarded", c.reasons(), c.raw()))) {
      rejections.addFirst(spoilt);
      assertThat(broken()).contains("RejectsAreKept");
      rejections.removeFirst();
    }
  }

  @Test
  void aRejectThatIsNotInItsTopicIsNoticed() {
    rejected.removeIf(record -> record.source().equals(at(4)));

    assertThat(broken()).containsExactly("RejectsAreKept");
  }

  @Test
  void aRowThatWasStoredBeforeAnEarlierOneIsNoticed() {
    var b = reports.removeLast();
    reports.add(new ReportRow(PATIENT, b.reportId(), b.source(), 999, b.digest()));

    assertThat(broken()).containsExactly("PerPatientOrder");
  }

  @Test
  void aLedgerThatStopsShortOrCountsWrongIsNoticed() {
    for (var spoilt : List.of(new LedgerRow(0, 4, 2, 1, 1, 0, 0),
        new LedgerRow(0, 5, 2, 1, 1, 0, 0), new LedgerRow(1, 5, 1, 1, 2, 0, 0))) {
      ledger.put(0, spoilt);
      assertThat(broken()).contains("BooksBalance");
    }
  }

  @Test
  void aPatientMayMoveWithTheTopicsPartitionsButNotBack() {
    int after = IntStream.iterate(2, count -> count + 1)
        .filter(count -> home(count) != 0).findFirst().orElseThrow();
    var moved = PerPatientOrder.withOneMove(1, after);
    var second = reports.removeLast();
    var there = new Coordinates(home(after), 0);
    reports.add(new ReportRow(PATIENT, second.reportId(), there, 1000, second.digest()));

    assertThatCode(() -> moved.check(evidence())).doesNotThrowAnyException();
    assertThat(broken()).contains("PerPatientOrder");
    assertThat(catchThrowable(() -> PerPatientOrder.withOneMove(after, 1).check(evidence())))
        .isInstanceOf(AssertionError.class);
  }

  private static int home(int partitions) {
    return BuiltInPartitioner.partitionForKey(PATIENT.getBytes(UTF_8), partitions);
  }

  private List<String> broken() {
    return Guarantee.all().stream()
        .filter(guarantee -> catchThrowable(() -> guarantee.check(evidence())) != null)
        .map(Guarantee::name)
        .toList();
  }

  private Evidence evidence() {
    return new Evidence(sent, topic, Map.of(0, 5L), reports, rejections, rejected, ledger);
  }

  private Sample send(String body, UUID id, Set<String> reasons) {
    var sample = sample(body, id, reasons);
    sent.attempted(sample);
    sent.inOrder(sample);
    topic.add(new RawRecord(at(topic.size()), PATIENT, sample.digest()));
    return sample;
  }

  private static Sample sample(String body, UUID id, Set<String> reasons) {
    return new Sample(PATIENT, id, body.getBytes(UTF_8), digest(body), Optional.empty(), reasons);
  }

  private static Digest digest(String body) {
    return Digest.of(body.getBytes(UTF_8));
  }

  private static Coordinates at(long offset) {
    return new Coordinates(0, offset);
  }
}
