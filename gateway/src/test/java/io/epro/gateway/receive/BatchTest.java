package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.publish.PublishResult;
import io.epro.gateway.publish.RawReport;
import io.epro.report.ReportId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many reports in one request: one result a line, in order, each true by itself. */
@Timeout(60)
class BatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID KEY = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private Harness harness;

  @BeforeEach
  void start() throws Exception {
    harness = Harness.start();
  }

  @AfterEach
  void close() throws Exception {
    harness.awaitNothingInFlight();
    harness.close();
  }

  @Test
  void everyLineIsQueuedAsIfItWereSentAlone() throws Exception {
    var other = " {\"patientId\":\"P-2\", \"x\":\"\u00e4\"}\t";
    var answer = harness.postBatch(Harness.REPORT + "\n" + other + "\r\n");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("content-type")).contains("application/x-ndjson");
    assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    var results = results(answer);
    assertThat(results).extracting(result -> result.get("status").textValue())
        .containsExactly("queued", "queued");
    assertThat(results).extracting(result -> result.get("line").intValue()).containsExactly(1, 2);
    assertThat(texts()).containsExactly(Harness.REPORT, other);
    assertThat(results.getFirst().get("reportId").textValue()).isEqualTo(ReportId.ofBody("P-000123",
        Harness.REPORT.getBytes(StandardCharsets.UTF_8), 1_763_856_000_000L).toString());
    var single = JSON.readTree(harness.post(Harness.REPORT).body());
    assertThat(results.getFirst().get("reportId")).isEqualTo(single.get("reportId"));
    assertThat(results.getFirst().get("sha256")).isEqualTo(single.get("sha256"));
    assertThat(harness.reports("accepted")).isEqualTo(3);
  }

  @Test
  void aLineMayBringItsKey() throws Exception {
    var answer = harness.postBatch("{\"idempotencyKey\":\"" + KEY + "\", \"report\": "
        + Harness.REPORT + " }");

    assertThat(results(answer).getFirst().get("reportId").textValue())
        .isEqualTo(ReportId.ofKey("P-000123", KEY).toString());
    assertThat(texts()).containsExactly(Harness.REPORT);
  }

  @Test
  void oneBadLineFailsAlone() throws Exception {
    var lines = List.of(Harness.REPORT, "{", "", "{\"x\":1}", "{\"report\":{\"x\":1}}",
        "{\"idempotencyKey\":7,\"report\":{}}",
        "{\"patientId\":\"P\",\"x\":\"" + "y".repeat(Harness.MAX_BODY) + "\"}", Harness.REPORT,
        "{\"report\":{\"vitals\":{\"temp\":1,\"temp\":1}}}", "{\"report\":[]}",
        "{\"report\":{},\"x\":1}", "{\"report\":{\"symptoms\":[\"a\",x]}}");

    var answer = harness.postBatch(String.join("\n", lines));

    assertThat(answer.statusCode()).isEqualTo(207);
    var results = results(answer);
    assertThat(results).extracting(result -> result.get("status").asText() + " "
        + result.path("code").asText() + " " + result.path("pointer").asText() + " "
        + result.get("line"))
        .containsExactly("queued   1", "400 malformed_json  2",
            "400 missing_patient_id /patientId 4", "400 missing_patient_id /report/patientId 5",
            "400 bad_idempotency_key /idempotencyKey 6", "413 too_large  7", "queued   8",
            "400 malformed_json /report/vitals/temp 9", "400 malformed_json /report 10",
            "400 malformed_json  11", "400 malformed_json /report/symptoms/1 12");
    assertThat(results.get(1).get("detail").textValue()).isNotBlank();
    assertThat(results.get(1).get("retryable").booleanValue()).isFalse();
    assertThat(harness.publisher.arrived()).hasSize(2);
    assertThat(answer.headers().firstValue("retry-after")).isEmpty();
  }

  @Test
  void bytesThatAreNotUtf8FailTheirLineAlone() throws Exception {
    var body = (Harness.REPORT + "\n{\"patientId\":\"\u00e4\"}\n" + Harness.REPORT)
        .getBytes(StandardCharsets.ISO_8859_1);

    var answer = harness.send(harness.batchRequest().POST(BodyPublishers.ofByteArray(body)));

    assertThat(results(answer)).extracting(result -> result.get("status").asText())
        .containsExactly("queued", "400", "queued");
  }

  @Test
  void theTraceIsCarriedByEveryLine() throws Exception {
    harness.send(harness.batchRequest().header("traceparent", TRACE)
        .POST(BodyPublishers.ofString(Harness.REPORT + "\n" + Harness.REPORT)));

    assertThat(harness.publisher.arrived()).extracting(RawReport::traceparent)
        .containsExactly(TRACE, TRACE);
  }

  @Test
  void theLinesKeepTheirOrderThroughSeveralTurns() throws Exception {
    var lines = IntStream.range(0, Harness.SIZES.lines())
        .mapToObj(i -> "{\"patientId\":\"P\",\"n\":" + i + ",\"x\":\"" + "x".repeat(300) + "\"}")
        .toList();

    var answer = harness.postBatch(String.join("\n", lines));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(texts()).isEqualTo(lines);
    assertThat(results(answer)).hasSameSizeAs(lines);
  }

  @Test
  void acceptedMeansThatEveryLineIsAcknowledged() throws Exception {
    harness.publisher.hold();
    var answer = harness.sendLater(harness.batchRequest()
        .POST(BodyPublishers.ofString(Harness.REPORT + "\n" + Harness.REPORT)));
    await().until(() -> harness.publisher.heldReports() == 2);

    assertThat(answer).isNotDone();
    harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
  }

  @Test
  void aLineWithoutAnAckIsToldSoAndOnlyThat() throws Exception {
    var limits = new Limits(Harness.SIZES, Duration.ofSeconds(20), Duration.ofSeconds(20),
        Duration.ofMillis(300), Duration.ofSeconds(30));
    try (var impatient = Harness.start(limits, Harness.ROOMY)) {
      impatient.publisher.hold();

      var answer = impatient.postBatch(Harness.REPORT + "\n{");

      assertThat(answer.statusCode()).isEqualTo(207);
      var results = results(answer);
      assertThat(results).extracting(result -> result.get("code").asText())
          .containsExactly("broker_unavailable", "malformed_json");
      assertThat(results.getFirst().get("retryAfter").intValue()).isPositive();
      assertThat(results.getFirst().get("retryable").booleanValue()).isTrue();
      assertThat(results.getLast().has("retryAfter")).isFalse();
      assertThat(answer.headers().firstValue("retry-after"))
          .contains(results.getFirst().get("retryAfter").asText());
      assertThat(impatient.admission.inflightRequests()).isZero();
      await().until(
          () -> impatient.admission.inflightBytes() == 512 + Harness.REPORT.length());

      impatient.publisher.settleHeld(PublishResult.ACKNOWLEDGED);
      impatient.awaitNothingInFlight();
      assertThat(impatient.registry.get("epro.gateway.late").tag("result", "acknowledged").counter()
          .count()).isEqualTo(1);
    }
  }

  @Test
  void aPatientReportsForThemselvesInEveryLine() throws Exception {
    try (var guarded = Harness.start(Harness.PATIENT, Harness.ROOMY,
        credential -> new Sender("P-000123"))) {
      var answer = guarded.postBatch(Harness.REPORT + "\n{\"patientId\":\"P-2\"}");

      assertThat(answer.statusCode()).isEqualTo(207);
      assertThat(results(answer)).extracting(result -> result.get("status").asText())
          .containsExactly("queued", "403");
      assertThat(answer.body()).doesNotContain("P-2");
      assertThat(guarded.publisher.arrived()).hasSize(1);
    }
  }

  @Test
  void aPatientWhoSendsTooMuchIsToldWhenToComeBack() throws Exception {
    var rule = new RateLimit.Rule(1, 2, 100);
    try (var limited = Harness.start(Harness.PATIENT, Harness.ROOMY, Access.open(),
        new RateLimit(rule, System::nanoTime))) {
      var answer = limited.postBatch((Harness.REPORT + "\n").repeat(3) + "{\"patientId\":\"P-2\"}");

      assertThat(answer.statusCode()).isEqualTo(207);
      var results = results(answer);
      assertThat(results).extracting(result -> result.get("status").asText())
          .containsExactly("queued", "queued", "429", "queued");
      assertThat(results.get(2).get("retryAfter").intValue()).isBetween(50, 60);

      var single = limited.post(Harness.REPORT);
      assertThat(single.statusCode()).isEqualTo(429);
      assertThat(single.body()).contains("\"rate_limited\"").contains("\"retryable\":true");
      assertThat(single.headers().firstValue("retry-after")).hasValueSatisfying(
          seconds -> assertThat(Integer.parseInt(seconds)).isBetween(50, 60));
      assertThat(limited.reports("rate_limited")).isEqualTo(2);
      limited.awaitNothingInFlight();
    }
  }

  @Test
  void aLineWithoutRoomIsRefusedAndTheOthersAreNot() throws Exception {
    // Room for the body, two results and one report, but not for the second one.
    long body = 2L * Harness.REPORT.length() + 1;
    long room = 512 + body + 2 * Batch.RESULT + 512 + Harness.REPORT.length() + 100;
    try (var small = Harness.start(Harness.PATIENT, new Bounds(100, 100, room))) {
      small.publisher.hold();
      var answer = small.sendLater(small.batchRequest()
          .POST(BodyPublishers.ofString(Harness.REPORT + "\n" + Harness.REPORT)));
      await().until(() -> small.publisher.heldReports() == 1);
      small.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

      assertThat(results(answer.get(10, TimeUnit.SECONDS)))
          .extracting(result -> result.get("status").asText()).containsExactly("queued", "503");
      small.awaitNothingInFlight();
    }
  }

  @Test
  void aBatchIsBoundedByBytesAndLines() throws Exception {
    assertProblem(harness.postBatch("x".repeat(Harness.SIZES.batch() + 1)), 413, "too_large");
    assertProblem(harness.postBatch("{}\n".repeat(Harness.SIZES.lines() + 1)), 413, "too_large");
    assertThat(harness.postBatch("{}\n".repeat(Harness.SIZES.lines())).statusCode()).isEqualTo(207);
    assertThat(harness.publisher.arrived()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n \n"})
  void aBatchHoldsSomething(String body) throws Exception {
    assertProblem(harness.postBatch(body), 400, "malformed_json");
  }

  @Test
  void aBatchHasNoKeyAndNoOtherType() throws Exception {
    assertProblem(harness.send(harness.batchRequest().header("Idempotency-Key", KEY.toString())
        .POST(BodyPublishers.ofString(Harness.REPORT))), 400, "bad_idempotency_key");
    assertProblem(harness.send(java.net.http.HttpRequest
        .newBuilder(harness.uri("/v1/reports/batch")).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Harness.REPORT))), 415, "unsupported_media_type");
    assertProblem(harness.send(harness.batchRequest().GET()), 405, "method_not_allowed");
  }

  @Test
  void aClientThatGoesAwayLeavesItsLinesToTheBroker() throws Exception {
    harness.publisher.hold();
    try (var socket = harness.connect()) {
      socket.getOutputStream().write(("POST /v1/reports/batch HTTP/1.1\r\nHost: x\r\n"
          + "Content-Type: application/x-ndjson\r\nContent-Length: " + Harness.REPORT.length()
          + "\r\n\r\n" + Harness.REPORT).getBytes(StandardCharsets.UTF_8));
      await().until(() -> harness.publisher.heldReports() == 1);
    }
    await().until(() -> harness.registry.get("epro.gateway.connections").gauge().value() == 0);

    harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

    harness.awaitNothingInFlight();
    assertThat(harness.publisher.arrived()).hasSize(1);
  }

  private List<String> texts() {
    return harness.publisher.arrived().stream()
        .map(report -> new String(report.body(), StandardCharsets.UTF_8)).limit(50).toList();
  }

  private static List<JsonNode> results(HttpResponse<String> answer) throws Exception {
    var results = new ArrayList<JsonNode>();
    for (var line : answer.body().split("\n", -1)) {
      if (!line.isEmpty()) {
        results.add(JSON.readTree(line));
      }
    }
    assertThat(answer.body()).endsWith("\n");
    return results;
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code)
      throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(JSON.readTree(answer.body()).get("code").textValue()).isEqualTo(code);
  }
}
