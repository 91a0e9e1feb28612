package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.gateway.publish.PublishResult;
import io.epro.report.ReportId;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer of the API, over real HTTP. */
@Timeout(60)
class ReportServerTest {
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
  void aReportIsQueuedUnderTheIdOfItsBody() throws Exception {
    var answer = harness.post(Harness.REPORT);

    var bytes = Harness.REPORT.getBytes(StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"status\":\"queued\",\"reportId\":\""
        + ReportId.ofBody("P-000123", bytes, 1_763_856_000_000L) + "\",\"sha256\":\""
        + sha256(bytes) + "\"}");
    assertThat(harness.reports("accepted")).isEqualTo(1);
    assertThat(harness.registry.get("epro.gateway.ack").timer().count()).isEqualTo(1);
  }

  @Test
  void whatIsPublishedIsWhatWasSent() throws Exception {
    var spaced = " { \"x\":\"\u00e4\", \"patientId\" : \"P-1\" } \n";

    harness.send(harness.request().header("Idempotency-Key", KEY.toString())
        .header("traceparent", TRACE).POST(BodyPublishers.ofString(spaced)));

    assertThat(harness.publisher.arrived()).singleElement().satisfies(report -> {
      assertThat(report.patientId()).isEqualTo("P-1");
      assertThat(report.body()).isEqualTo(spaced.getBytes(StandardCharsets.UTF_8));
      assertThat(report.id()).isEqualTo(ReportId.ofKey("P-1", KEY));
      assertThat(HexFormat.of().formatHex(report.sha256())).isEqualTo(sha256(report.body()));
      assertThat(report.receivedAt()).isEqualTo(Harness.NOW);
      assertThat(report.traceparent()).isEqualTo(TRACE);
      assertThat(report.toString()).doesNotContain("P-1");
    });
  }

  @Test
  void aTraceThatIsNoneIsDropped() throws Exception {
    harness.send(harness.request().header("traceparent", "x")
        .POST(BodyPublishers.ofString(Harness.REPORT)));

    assertThat(harness.publisher.arrived()).singleElement()
        .satisfies(report -> assertThat(report.traceparent()).isNull());
  }

  @Test
  void aRetryHasTheSameId() throws Exception {
    assertThat(harness.post(Harness.REPORT).body()).isEqualTo(harness.post(Harness.REPORT).body());
  }

  @Test
  void aChunkedBodyIsReadToo() throws Exception {
    var chunked = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
        Harness.REPORT.getBytes(StandardCharsets.UTF_8)));

    assertThat(harness.send(harness.request().POST(chunked)).statusCode()).isEqualTo(202);
    assertThat(harness.publisher.arrived().getFirst().body())
        .isEqualTo(Harness.REPORT.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBodyInManyPiecesIsReadAsOne() throws Exception {
    try (var socket = harness.connect()) {
      var out = socket.getOutputStream();
      for (byte b : head(Harness.REPORT.length(), "Connection: close\r\n")
          .concat(Harness.REPORT).getBytes(StandardCharsets.UTF_8)) {
        out.write(b);
        out.flush();
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void acceptedMeansAcknowledged() throws Exception {
    harness.publisher.hold();
    var answer = harness.postLater(Harness.REPORT);
    await().until(() -> harness.publisher.heldReports() == 1);

    assertThat(answer).isNotDone();
    harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

    assertThat(answer.get(10, java.util.concurrent.TimeUnit.SECONDS).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json;charset=utf-8", "application/json; charset=\"UTF-8\"",
    "APPLICATION/JSON", "application/json ; charset=Utf-8"})
  void jsonInUtf8IsTheType(String type) throws Exception {
    assertThat(harness.send(request(type)).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json; charset=latin1", "application/jsonx",
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
  void anyOtherTypeIsUnsupported(String type) throws Exception {
    assertProblem(harness.send(request(type)), 415, "unsupported_media_type");
  }

  @Test
  void aTypeMustBeGiven() throws Exception {
    assertProblem(harness.send(HttpRequest.newBuilder(harness.uri("/v1/reports"))
        .POST(BodyPublishers.ofString(Harness.REPORT))), 415, "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd", ""})
  void aBodyThatIsEncodedOtherwiseIsUnsupported(String encoding) throws Exception {
    assertProblem(harness.send(harness.request().header("Content-Encoding", encoding)
        .POST(BodyPublishers.ofString(Harness.REPORT))), 415, "unsupported_media_type");
  }

  @Test
  void identityIsNoEncoding() throws Exception {
    assertThat(harness.send(harness.request().header("Content-Encoding", "identity")
        .POST(BodyPublishers.ofString(Harness.REPORT))).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{\"x\":1,\"x\":2}", "{} {}"})
  void whatIsNotOneObjectIsMalformed(String body) throws Exception {
    var problem = assertProblem(harness.post(body), 400, "malformed_json");

    assertThat(problem.has("pointer")).isFalse();
    assertThat(harness.publisher.arrived()).isEmpty();
  }

  @Test
  void theFieldAtFaultIsPointedAt() throws Exception {
    var problem = assertProblem(harness.post("{\"patientId\":\"P\",\"vitals\":{\"temp\":x}}"), 400,
        "malformed_json");

    assertThat(problem.get("pointer").textValue()).isEqualTo("/vitals/temp");
  }

  @Test
  void aReportNamesItsPatient() throws Exception {
    var problem = assertProblem(harness.post("{\"patientId\":\"not plain\"}"), 400,
        "missing_patient_id");

    assertThat(problem.get("pointer").textValue()).isEqualTo("/patientId");
    assertThat(problem.toString()).doesNotContain("not plain");
  }

  @Test
  void anIdempotencyKeyIsOneUuid() throws Exception {
    assertProblem(harness.send(harness.request().header("Idempotency-Key", "7")
        .POST(BodyPublishers.ofString(Harness.REPORT))), 400, "bad_idempotency_key");
    assertProblem(harness.send(harness.request().header("Idempotency-Key", KEY.toString())
        .header("Idempotency-Key", KEY.toString()).POST(BodyPublishers.ofString(Harness.REPORT))),
        400, "bad_idempotency_key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/reports/", "/v1/report", "/v1/reports/batch/", "/v1/reportsx"})
  void elsewhereIsNothing(String path) throws Exception {
    assertProblem(harness.send(HttpRequest.newBuilder(harness.uri(path))
        .POST(BodyPublishers.ofString(Harness.REPORT))), 404, "not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
  void reportsArePosted(String method) throws Exception {
    var answer = harness.send(harness.request().method(method, BodyPublishers.noBody()));

    assertProblem(answer, 405, "method_not_allowed");
    assertThat(answer.headers().firstValue("allow")).contains("POST");
  }

  @Test
  void aReportAsLargeAsTheLimitIsTaken() throws Exception {
    assertThat(harness.post(reportOf(Harness.MAX_BODY)).statusCode()).isEqualTo(202);
  }

  @Test
  void aLargerOneIsRefusedByItsDeclaredLength() throws Exception {
    assertProblem(harness.post(reportOf(Harness.MAX_BODY + 1)), 413, "too_large");
  }

  @Test
  void aLargerOneIsRefusedAsItStreamsToo() throws Exception {
    var chunked = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
        reportOf(Harness.MAX_BODY + 1).getBytes(StandardCharsets.UTF_8)));

    assertProblem(harness.send(harness.request().POST(chunked)), 413, "too_large");
    assertThat(harness.publisher.arrived()).isEmpty();
  }

  @Test
  void theConnectionSurvivesARefusal() throws Exception {
    var refused = head(Harness.MAX_BODY + 1, "") + " ".repeat(Harness.MAX_BODY + 1);
    var accepted = head(Harness.REPORT.length(), "Connection: close\r\n") + Harness.REPORT;

    assertThat(harness.raw(refused + accepted)).startsWith("HTTP/1.1 413 ")
        .contains("HTTP/1.1 202 ");
  }

  @Test
  void anEndlessRefusedBodyIsCutOff() {
    assertThat(harness.raw(head(100_000_000, "") + " ".repeat(1_100_000)))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOn() throws Exception {
    assertThat(harness.send(harness.request().expectContinue(true)
        .POST(BodyPublishers.ofString(Harness.REPORT))).statusCode()).isEqualTo(202);
  }

  @Test
  void aClientThatAsksFirstIsRefusedBeforeItsBodyAndTheConnectionEnds() {
    assertThat(harness.raw(head(Harness.MAX_BODY + 1, "Expect: 100-continue\r\n")))
        .startsWith("HTTP/1.1 413 ").containsIgnoringCase("connection: close")
        .doesNotContain("100 Continue");
  }

  @ParameterizedTest
  @CsvSource({"BUFFER_FULL,503,overloaded", "UNAVAILABLE,503,broker_unavailable",
    "TOO_LARGE,413,too_large"})
  void whatThePublisherSaysIsToldTruthfully(PublishResult result, int status, String code)
      throws Exception {
    harness.publisher.failWith(result);

    assertProblem(harness.post(Harness.REPORT), status, code);
    assertThat(harness.reports(code)).isEqualTo(1);
    assertThat(harness.reports("accepted")).isZero();
  }

  @Test
  void aLineThatIsNotHttpIsABadRequest() {
    assertRawProblem(harness.raw("GARBAGE\r\n\r\n"), 400, "bad_request");
    assertRawProblem(harness.raw("POST /v1/reports HTTP/1.1\r\nNo colon\r\n\r\n"), 400,
        "bad_request");
    assertRawProblem(harness.raw(lines("POST /v1/reports HTTP/1.1", "Host: x",
        "Content-Type: application/json", "Content-Length: abc", "")), 400, "bad_request");
  }

  @Test
  void aLongLineAndLongHeadersAreNamed() {
    assertRawProblem(harness.raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414,
        "uri_too_long");
    assertRawProblem(harness.raw("POST /v1/reports HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9000)
        + "\r\n\r\n"), 431, "headers_too_large");
  }

  @Test
  void aBodyThatIsCutOffFreesItsPlace() throws IOException {
    try (var socket = harness.connect()) {
      socket.getOutputStream().write(head(100, "").concat("{").getBytes(StandardCharsets.UTF_8));
      await().until(() -> harness.admission.inflightRequests() == 1);
    }

    harness.awaitNothingInFlight();
    assertThat(harness.registry.get("epro.gateway.aborted").counter().count()).isEqualTo(1);
  }

  @Test
  void brokenChunksFreeTheirPlace() {
    harness.raw(lines("POST /v1/reports HTTP/1.1", "Host: x", "Content-Type: application/json",
        "Transfer-Encoding: chunked", "", "zz", "{", ""));

    harness.awaitNothingInFlight();
  }

  private HttpRequest.Builder request(String type) {
    return HttpRequest.newBuilder(harness.uri("/v1/reports")).header("Content-Type", type)
        .POST(BodyPublishers.ofString(Harness.REPORT));
  }

  private static JsonNode assertProblem(HttpResponse<String> answer, int status, String code)
      throws IOException {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 503);
    var problem = JSON.readTree(answer.body());
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("code").textValue()).isEqualTo(code);
    assertThat(problem.get("retryable").booleanValue()).isEqualTo(status == 503);
    assertThat(problem.get("detail").textValue()).isNotBlank();
    return problem;
  }

  private static void assertRawProblem(String answer, int status, String code) {
    assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*")
        .contains("\"code\":\"" + code + "\"").containsIgnoringCase("connection: close");
  }

  private static String head(int length, String more) {
    return lines("POST /v1/reports HTTP/1.1", "Host: x", "Content-Type: application/json",
        "Content-Length: " + length, more);
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static String reportOf(int length) {
    var frame = "{\"patientId\":\"P\",\"x\":\"\"}";
    return frame.replace("\"\"", "\"" + "x".repeat(length - frame.length()) + "\"");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
