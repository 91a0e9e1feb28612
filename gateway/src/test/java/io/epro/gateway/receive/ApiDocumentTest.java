package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.Finding.Stranger;
import io.epro.gateway.admit.TokenFault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API's description as the gateway gives it out. */
@Timeout(60)
class ApiDocumentTest {
  private static final long MANY = 2_000_000;
  private Harness harness;

  @BeforeEach
  void start() throws Exception {
    // Strangers, and no place for anyone: the description needs neither.
    harness = Harness.start(Harness.PATIENT, new Bounds(100, 0, 10 << 20),
        credential -> new Stranger(TokenFault.MISSING));
  }

  @AfterEach
  void close() throws Exception {
    harness.awaitNothingInFlight();
    harness.close();
  }

  @Test
  void everyoneMayReadWhatIsInTheDocs() throws Exception {
    var answer = send("GET");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/yaml");
    assertThat(answer.body()).isEqualTo(Files.readString(OpenApi.FILE));
  }

  @Test
  void itsHeadersMayBeReadAlone() throws Exception {
    var answer = send("HEAD");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().map()).isEqualTo(send("GET").headers().map());
  }

  @Test
  void whatIsKnownIsNotSentAgain() throws Exception {
    var tag = send("GET").headers().firstValue("etag").orElseThrow();

    for (var known : new String[]{tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      for (var method : new String[]{"GET", "HEAD"}) {
        var answer = harness.send(request(method).header("If-None-Match", known));
        assertThat(answer.statusCode()).as(known).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("etag")).contains(tag);
      }
    }
    assertThat(harness.send(request("GET").header("If-None-Match", "\"other\"")).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
  void itIsOnlyRead(String method) throws Exception {
    var answer = send(method);

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
    assertThat(answer.body()).contains("\"method_not_allowed\"");
  }

  @ParameterizedTest
  @CsvSource({"/openapi.yaml/,404", "/openapi.yml,404", "/OpenAPI.yaml,404",
    "/openapi.yaml?x=1,200"})
  void itHasOnePath(String path, int status) throws Exception {
    assertThat(harness.send(HttpRequest.newBuilder(harness.uri(path))).statusCode())
        .isEqualTo(status);
  }

  @Test
  void aStoppingGatewayStillGivesItAndEndsTheConnection() throws Exception {
    harness.admission.drain();

    var answer = send("GET");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("connection")).contains("close");
  }

  @Test
  void itIsNoReportAndTheConnectionGoesOn() throws Exception {
    var text = harness.raw("GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n"
        + "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
        + "HEAD /openapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(text.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    for (var code : ProblemCode.values()) {
      assertThat(harness.reports(code.code())).isZero();
    }
  }

  @Test
  void whoAsksAndAsksAndNeverReadsIsNotHeardAgain() throws Exception {
    var questions = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000)
        .getBytes(StandardCharsets.US_ASCII);
    var asked = new AtomicLong();
    try (var socket = harness.connect()) {
      var client = new Thread(() -> {
        while (asked.get() < MANY) {
          try {
            socket.getOutputStream().write(questions);
          } catch (IOException closed) {
            return;
          }
          asked.addAndGet(1000);
        }
      });
      client.start();

      var before = new AtomicLong();
      await().pollInterval(Duration.ofMillis(500)).atMost(Duration.ofSeconds(30))
          .until(() -> before.getAndSet(asked.get()) == asked.get() && asked.get() > 0);
      // The kernel holds some hundred thousand questions; the rest waits for who asks.
      assertThat(asked.get()).isLessThan(MANY);
      socket.close();
      client.join(10_000);
    }
  }

  private HttpResponse<String> send(String method) throws IOException, InterruptedException {
    return harness.send(request(method));
  }

  private HttpRequest.Builder request(String method) {
    return HttpRequest.newBuilder(harness.uri(ApiDocument.PATH)).method(method,
        BodyPublishers.noBody());
  }
}
