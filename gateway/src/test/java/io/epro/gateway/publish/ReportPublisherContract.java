package io.epro.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every publisher promises; run on the fake and on the real one. */
@Timeout(60)
abstract class ReportPublisherContract {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  static final int MAX_BODY = 100_000;

  private final Queue<PublishResult> results = new ConcurrentLinkedQueue<>();

  /** Takes bodies up to {@link #MAX_BODY}; not started. */
  abstract ReportPublisher publisher();

  /** Makes the publisher look for its broker. */
  abstract void start();

  /** What is in the topic now, each partition in its order. */
  abstract List<RawReport> arrived();

  @Test
  void isNotReadyBeforeItIsStarted() {
    assertThat(publisher().health().ready()).isFalse();
    assertThat(publisher().health().reasons()).isNotEmpty();
  }

  @Test
  void beforeItIsReadyReportsAreRefusedAtOnce() {
    publish("P-1", "{}");

    assertThat(results).containsExactly(PublishResult.UNAVAILABLE);
  }

  @Test
  void anAcknowledgedReportHasArrivedUntouched() {
    becomeReady();
    var sent = report("P-1", "{\"patientId\":\"P-1\" ,\n \"x\":\"\u00e4\"}",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    publisher().publish(sent, results::add);

    await().atMost(LIMIT).until(() -> !results.isEmpty());
    assertThat(results).containsExactly(PublishResult.ACKNOWLEDGED);
    assertThat(arrived()).usingRecursiveFieldByFieldElementComparator().containsExactly(sent);
  }

  @Test
  void withoutATraceThereIsNone() {
    becomeReady();

    publish("P-1", "{}");

    await().atMost(LIMIT).until(() -> !results.isEmpty());
    assertThat(arrived()).extracting(RawReport::traceparent).containsOnlyNulls();
  }

  @Test
  void everyReportIsAnsweredExactlyOnce() {
    becomeReady();

    IntStream.range(0, 1000).forEach(i -> publish("P-" + i, "{}"));

    await().atMost(LIMIT).until(() -> results.size() >= 1000);
    assertThat(results).hasSize(1000).containsOnly(PublishResult.ACKNOWLEDGED);
    assertThat(arrived()).hasSize(1000);
  }

  @Test
  void reportsOfOnePatientArriveInTheirOrder() {
    becomeReady();

    IntStream.range(0, 500).forEach(i -> publish("P-" + i % 5, Integer.toString(i)));

    await().atMost(LIMIT).until(() -> results.size() >= 500);
    for (int patient = 0; patient < 5; patient++) {
      var id = "P-" + patient;
      assertThat(arrived()).filteredOn(report -> report.patientId().equals(id))
          .extracting(report -> Integer.parseInt(text(report))).isSorted().hasSize(100);
    }
  }

  @Test
  void whatIsTooLargeIsSaidToBe() {
    becomeReady();

    publish("P-1", "x".repeat(3 * MAX_BODY));

    await().atMost(LIMIT).until(() -> !results.isEmpty());
    assertThat(results).containsExactly(PublishResult.TOO_LARGE);
    assertThat(arrived()).isEmpty();
  }

  private void becomeReady() {
    start();
    await().atMost(LIMIT).until(() -> publisher().health().ready());
  }

  private void publish(String patient, String body) {
    publisher().publish(report(patient, body, null), results::add);
  }

  private static RawReport report(String patient, String body,
      @org.jspecify.annotations.Nullable String trace) {
    var sha256 = new byte[32];
    sha256[0] = 7;
    return new RawReport(patient, body.getBytes(StandardCharsets.UTF_8), UUID.randomUUID(), sha256,
        1_763_856_000_123L, trace);
  }

  private static String text(RawReport report) {
    return new String(report.body(), StandardCharsets.UTF_8);
  }
}
