package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.publish.PublishResult;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens at each bound: of connections, requests, bytes and time. */
@Timeout(60)
class ReportServerBoundsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String CRLF = "\r\n";
  private static final String HEAD = "POST /v1/reports HTTP/1.1" + CRLF + "Host: x" + CRLF
      + "Content-Type: application/json" + CRLF;

  @Test
  void aRequestTooManyIsToldWhenToComeBack() throws Exception {
    try (var harness = Harness.start(Harness.PATIENT, new Bounds(100, 2, 10 << 20))) {
      harness.publisher.hold();
      var first = harness.postLater(Harness.REPORT);
      var second = harness.postLater(Harness.REPORT);
      await().until(() -> harness.publisher.heldReports() == 2);

      var refused = harness.post(Harness.REPORT);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("\"overloaded\"").contains("\"retryable\":true");
      assertThat(refused.headers().firstValue("retry-after")).hasValueSatisfying(
          seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
      harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);
      assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
      assertThat(second.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
      assertThat(harness.post(Harness.REPORT).statusCode()).isEqualTo(202);
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void bytesAreCountedWhileTheBodyArrives() throws Exception {
    try (var harness = Harness.start(Harness.PATIENT, new Bounds(100, 100, 5_000));
        var slow = harness.connect();
        var chunked = harness.connect()) {
      send(slow, HEAD + "Content-Length: 2000\r\n\r\n");
      await().until(() -> harness.admission.inflightBytes() == 2_512);
      send(chunked, HEAD + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + " ".repeat(1000) + "\r\n");
      await().until(() -> harness.admission.inflightBytes() == 4_024);

      send(chunked, "3e7\r\n" + " ".repeat(999) + "\r\n");

      assertThat(firstLine(chunked)).contains("503");
      assertThat(harness.post(Harness.REPORT).statusCode()).isEqualTo(202);
      slow.close();
      chunked.close();
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void aConnectionTooManyIsClosed() throws Exception {
    var open = new ArrayList<Socket>();
    try (var harness = Harness.start(Harness.PATIENT, new Bounds(2, 100, 10 << 20))) {
      open.add(harness.connect());
      open.add(harness.connect());
      await().until(() -> harness.registry.get("epro.gateway.connections").gauge().value() == 2);

      try (var third = harness.connect()) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }

      assertThat(harness.registry.get("epro.gateway.connections.refused").counter().count())
          .isEqualTo(1);
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void withoutAnAckTheClientIsToldToRetryAndTheBytesStayCounted() throws Exception {
    var limits = new Limits(Harness.SIZES, LONG, LONG, SHORT, LONG);
    try (var harness = Harness.start(limits, Harness.ROOMY)) {
      harness.publisher.hold();

      var answer = harness.post(Harness.REPORT);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"broker_unavailable\"").contains("\"retryable\":true");
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(harness.admission.inflightRequests()).isZero();
      assertThat(harness.admission.inflightBytes()).isEqualTo(512 + Harness.REPORT.length());

      harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);
      harness.awaitNothingInFlight();
      assertThat(harness.registry.get("epro.gateway.late").tag("result", "acknowledged").counter()
          .count()).isEqualTo(1);
      assertThat(harness.reports("accepted")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /v1/re", HEAD + "X: 1", HEAD + "Content-Length: 100\r\n\r\n{",
    HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\n{"})
  void aRequestThatDoesNotComeToItsEndTimesOut(String beginning) throws Exception {
    var limits = new Limits(Harness.SIZES, SHORT, LONG, LONG, LONG);
    try (var harness = Harness.start(limits, Harness.ROOMY)) {
      var answer = harness.raw(beginning);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"request_timeout\"")
          .containsIgnoringCase("connection: close").contains("\"retryable\":true");
      // Where the headers did not come, the answer leaves before it is counted.
      await().until(() -> harness.reports("request_timeout") == 1);
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void aHeaderByteNowAndThenDoesNotHelp() throws Exception {
    var limits = new Limits(Harness.SIZES, SHORT, LONG, LONG, LONG);
    try (var harness = Harness.start(limits, Harness.ROOMY); var socket = harness.connect()) {
      socket.setSoTimeout(50);
      send(socket, HEAD);

      // What is sent after the end may reset the connection, and the answer with it.
      await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(10)).until(() -> {
        boolean late = harness.reports("request_timeout") == 1;
        if (!late) {
          socket.getOutputStream().write('X');
        }
        return late;
      });
    } catch (java.net.SocketException e) {
      assertThat(e).hasMessageContaining("pipe");
    }
  }

  @Test
  void aSilentConnectionIsClosedAndOneInUseIsNotLate() throws Exception {
    var limits = new Limits(Harness.SIZES, SHORT, LONG, LONG, Duration.ofSeconds(2));
    try (var harness = Harness.start(limits, Harness.ROOMY); var socket = harness.connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(harness.reports("request_timeout")).isZero();
    }
  }

  @Test
  void aWaitForTheBrokerIsNoSlowRequest() throws Exception {
    var limits = new Limits(Harness.SIZES, SHORT, LONG, Duration.ofSeconds(2), LONG);
    try (var harness = Harness.start(limits, Harness.ROOMY); var socket = harness.connect()) {
      harness.publisher.hold();
      // The beginning of the next request is pipelined behind the one that waits.
      send(socket, HEAD + "Content-Length: " + Harness.REPORT.length() + "\r\n\r\n" + Harness.REPORT
          + "POST /v1/rep");

      assertThat(firstLine(socket)).contains("503");
      harness.publisher.settleHeld(PublishResult.UNAVAILABLE);
    }
  }

  @Test
  void aStoppingGatewayRefusesWhatIsNewAndAnswersWhatIsIn() throws Exception {
    try (var harness = Harness.start()) {
      harness.publisher.hold();
      var inside = harness.postLater(Harness.REPORT);
      await().until(() -> harness.publisher.heldReports() == 1);

      harness.admission.drain();
      var refused = harness.post(Harness.REPORT);
      harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("\"shutting_down\"").contains("\"retryable\":true");
      assertThat(refused.headers().firstValue("connection")).contains("close");
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      var answered = inside.get(10, TimeUnit.SECONDS);
      assertThat(answered.statusCode()).isEqualTo(202);
      assertThat(answered.headers().firstValue("connection")).contains("close");
    }
  }

  @Test
  void aBugCostsOneRequestAndIsNotQuoted() throws Exception {
    try (var harness = Harness.start(Harness.PATIENT, Harness.ROOMY, credential -> {
      throw new IllegalStateException("about " + Harness.REPORT);
    })) {
      var answer = harness.post(Harness.REPORT);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("\"internal_error\"").doesNotContain("P-000123");
      harness.awaitNothingInFlight();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String firstLine(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; c = socket.getInputStream()
        .read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
