package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.publish.PublishResult;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may send. */
@Timeout(60)
class CorsTest {
  private static final String APP = "https://app.example";
  private Harness harness;

  @BeforeEach
  void start() throws Exception {
    harness = Harness.start(Harness.PATIENT, Harness.ROOMY,
        new Transport(null, 100, Set.of(APP, "http://127.0.0.1:3000")));
  }

  @AfterEach
  void close() throws Exception {
    harness.awaitNothingInFlight();
    harness.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/reports", "/v1/reports/batch"})
  void aBrowserAsksBeforeItSends(String path) throws Exception {
    var answer = preflight(path, APP);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo(APP);
    assertThat(header(answer, "access-control-allow-methods")).isEqualTo("POST");
    assertThat(header(answer, "access-control-allow-headers").split(", ", -1)).contains(
        "authorization", "content-type", "content-encoding", "idempotency-key", "traceparent");
    assertThat(header(answer, "access-control-max-age")).isEqualTo("7200");
    assertThat(header(answer, "vary")).isEqualTo("origin");
    assertThat(header(answer, "access-control-allow-credentials")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "https://app.example.evil.example", "null",
    "http://app.example", "https://APP.example", "https://app.example:8443"})
  void otherPagesAreNotLetIn(String origin) throws Exception {
    var asked = preflight("/v1/reports", origin);
    assertThat(asked.statusCode()).isEqualTo(405);
    assertThat(header(asked, "access-control-allow-origin")).isEmpty();

    var sent = post(origin);
    assertThat(header(sent, "access-control-allow-origin")).isEmpty();
    assertThat(header(sent, "vary")).isEqualTo("origin");
  }

  @Test
  void aPageReadsAnswersAndWhenToComeBack() throws Exception {
    assertThat(header(post(APP), "access-control-allow-origin")).isEqualTo(APP);

    harness.publisher.failWith(PublishResult.UNAVAILABLE);
    var refused = post(APP);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(header(refused, "access-control-allow-origin")).isEqualTo(APP);
    assertThat(header(refused, "access-control-expose-headers").split(", ", -1))
        .contains("retry-after", "www-authenticate");
  }

  @Test
  void aQuestionIsNoReportAndTheConnectionGoesOn() throws Exception {
    preflight("/v1/reports", APP);
    assertThat(preflight("/v1/elsewhere", APP).statusCode()).isEqualTo(404);
    assertThat(post(APP).statusCode()).isEqualTo(202);
    assertThat(harness.reports("accepted")).isEqualTo(1);
    assertThat(harness.reports("method_not_allowed")).isZero();
  }

  @Test
  void whereNoPageIsAllowedNothingIsSaidOfThem() throws Exception {
    try (var closed = Harness.start()) {
      var answer = closed.send(closed.request().header("Origin", APP)
          .POST(BodyPublishers.ofString(Harness.REPORT)));
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.headers().map().keySet()).noneMatch(
          name -> name.startsWith("access-control") || name.equals("vary"));
    }
  }

  private HttpResponse<String> preflight(String path, String origin) throws Exception {
    return harness.send(HttpRequest.newBuilder(harness.uri(path)).header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization")
        .method("OPTIONS", BodyPublishers.noBody()));
  }

  private HttpResponse<String> post(String origin) throws Exception {
    return harness.send(harness.request().header("Origin", origin)
        .POST(BodyPublishers.ofString(Harness.REPORT)));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
