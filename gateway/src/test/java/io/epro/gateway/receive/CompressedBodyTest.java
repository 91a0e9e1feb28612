package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.admit.Admission.Bounds;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies with Content-Encoding: gzip. */
@Timeout(60)
class CompressedBodyTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void itIsTheReportInsideThatCounts(String encoding) throws Exception {
    var plain = harness.post(Harness.REPORT);
    var answer = harness.send(harness.request().header("Content-Encoding", encoding)
        .POST(BodyPublishers.ofByteArray(gzip(Harness.REPORT))));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo(plain.body());
    assertThat(harness.publisher.arrived().getLast().body())
        .isEqualTo(Harness.REPORT.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBodyInPiecesOfUnknownLengthIsReadToo() throws Exception {
    var stream = BodyPublishers.ofInputStream(
        () -> new java.io.ByteArrayInputStream(gzip(Harness.REPORT)));
    assertThat(post(harness.request(), stream).statusCode()).isEqualTo(202);
  }

  @Test
  void aBatchMayBeCompressed() throws Exception {
    var body = "{\"patientId\":\"P\",\"x\":\"x\"}\n".repeat(50);
    var answer = post(harness.batchRequest(), BodyPublishers.ofByteArray(gzip(body)));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(harness.publisher.arrived()).hasSize(50);
  }

  @Test
  void whatIsTooLargeInsideIsTooLarge() throws Exception {
    var bomb = gzip(" ".repeat(Harness.MAX_BODY + 1));
    assertRefused(post(harness.request(), BodyPublishers.ofByteArray(bomb)), 413, "too_large");
    var large = gzip(" ".repeat(Harness.SIZES.batch() + 1));
    assertRefused(post(harness.batchRequest(), BodyPublishers.ofByteArray(large)), 413,
        "too_large");
  }

  @Test
  void whatIsNoGzipIsMalformed() throws Exception {
    var whole = gzip(Harness.REPORT);
    assertRefused(post(harness.request(), BodyPublishers.ofString(Harness.REPORT)), 400,
        "malformed_encoding");
    assertRefused(post(harness.request(),
        BodyPublishers.ofByteArray(Arrays.copyOf(whole, whole.length - 1))), 400,
        "malformed_encoding");
    assertRefused(post(harness.request(), BodyPublishers.noBody()), 400, "malformed_encoding");
    assertThat(harness.publisher.arrived()).isEmpty();
  }

  @Test
  void gzipInGzipIsNoJson() throws Exception {
    assertRefused(post(harness.request(),
        BodyPublishers.ofByteArray(GunzipTest.gzip(gzip(Harness.REPORT)))), 400, "malformed_json");
  }

  @Test
  void bytesAreCountedAsTheyComeOut() throws Exception {
    try (var small = Harness.start(Harness.PATIENT, new Bounds(100, 100, 2_000))) {
      assertRefused(post(small.request(), BodyPublishers.ofByteArray(gzip(" ".repeat(1_900)))), 503,
          "overloaded");
      small.awaitNothingInFlight();
    }
  }

  private HttpResponse<String> post(HttpRequest.Builder request, HttpRequest.BodyPublisher body)
      throws Exception {
    return harness.send(request.header("Content-Encoding", "gzip").POST(body));
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static byte[] gzip(String text) {
    return GunzipTest.gzip(text.getBytes(StandardCharsets.UTF_8));
  }
}
