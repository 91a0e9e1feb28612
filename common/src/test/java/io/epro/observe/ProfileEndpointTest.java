package io.epro.observe;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileEndpointTest {
  private static final String TOKEN = "0123456789abcdef01234567";
  private static final String LONG = "/debug/profile?type=wall&seconds=60&format=jfr";

  private final AdminServer server = on(InetAddress.getLoopbackAddress(), Optional.empty());
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
    assertThat(recordings()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "flamegraph, text/html; charset=utf-8, cpu.html",
    "collapsed, text/plain; charset=utf-8, cpu.txt",
    "pprof, application/octet-stream, cpu.pb.gz",
    "jfr, application/octet-stream, cpu.jfr"})
  void givesAProfileInEachFormat(String format, String type, String name) throws Exception {
    var answer = get("/debug/profile?type=cpu&seconds=1&format=" + format);

    assertThat(answer.statusCode()).isEqualTo(200);
    var headers = answer.headers();
    assertThat(headers.firstValue("content-type")).contains(type);
    assertThat(headers.firstValue("content-disposition"))
        .contains("inline; filename=\"" + name + "\"");
    assertThat(headers.firstValue("content-security-policy")).hasValueSatisfying(
        policy -> assertThat(policy).startsWith("default-src 'none';"));
    assertThat(headers.firstValue("cache-control")).contains("no-store");
    assertThat(Double.parseDouble(headers.firstValue("x-profile-seconds").orElseThrow()))
        .isBetween(1.0, 30.0);
  }

  @Test
  void whatIsNotKnownIs400AndSaysWhatIs() throws Exception {
    var answer = get("/debug/profile?type=CANARY");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.body()).contains("type must be one of cpu, alloc, lock, wall")
        .doesNotContain("CANARY");
  }

  @Test
  void otherPathsAre404AndOtherMethods405() throws Exception {
    assertThat(get("/debug/").statusCode()).isEqualTo(404);
    assertThat(get("/debug/profile/more").statusCode()).isEqualTo(404);
    var posted = client.send(HttpRequest.newBuilder(uri(server, "/debug/profile"))
        .POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("allow")).contains("GET");
  }

  @Test
  void aSecondOneIs429WhileHealthAndMetricsGoOn() throws Exception {
    var running = client.sendAsync(HttpRequest.newBuilder(
        uri(server, "/debug/profile?type=wall&seconds=5&format=collapsed")).build(),
        BodyHandlers.ofString());
    await().until(ProfileEndpointTest::recordings, count -> count == 1);

    var second = get("/debug/profile?seconds=1");
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("retry-after")).isPresent();
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
    assertThat(running.isDone()).isFalse();

    assertThat(running.get(30, SECONDS).statusCode()).isEqualTo(200);
    assertThat(get("/debug/profile?seconds=1").statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatGoesAwayEndsItsRecording() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(("GET " + LONG + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII));
      await().until(ProfileEndpointTest::recordings, count -> count == 1);
    }

    await().atMost(Duration.ofSeconds(20)).until(ProfileEndpointTest::recordings,
        count -> count == 0);
  }

  @Test
  void stoppingTheServerEndsTheRecordingAndTellsTheClient() throws Exception {
    var running = client.sendAsync(HttpRequest.newBuilder(uri(server, LONG)).build(),
        BodyHandlers.ofString());
    await().until(ProfileEndpointTest::recordings, count -> count == 1);

    server.close();

    assertThat(running.get(15, SECONDS).statusCode()).isEqualTo(503);
  }

  @Test
  void allInstancesGiveOneProfileUnderTheirNames() throws Exception {
    try (var other = on(InetAddress.getLoopbackAddress(), Optional.of(AdminTokenTest.token(TOKEN)));
        var guarded = on(InetAddress.getLoopbackAddress(),
            Optional.of(AdminTokenTest.token(TOKEN)))) {
      other.start();
      guarded.among(() -> List.of("127.0.0.1:" + other.port(), "127.0.0.1:1")).start();
      var answer = client.send(HttpRequest.newBuilder(uri(guarded,
          "/debug/profile?type=wall&seconds=1&format=collapsed&instances=all"))
          .header("Authorization", "Bearer " + TOKEN).build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().lines()).isNotEmpty()
          .allMatch(line -> line.startsWith("127.0.0.1:" + other.port() + ";"));
      assertThat(answer.headers().firstValue("x-profile-missing"))
          .contains("127.0.0.1:1 does not answer");
    }
  }

  @Test
  void whereNoInstanceGivesOneItSaysWhy() throws Exception {
    try (var lonely = on(InetAddress.getLoopbackAddress(), Optional.empty())
        .among(() -> List.of("127.0.0.1:" + server.port() + "/none#"))) {
      lonely.start();
      var answer = client.send(HttpRequest.newBuilder(
          uri(lonely, "/debug/profile?seconds=1&instances=all")).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).contains("no instance gave one", "answers 404");
    }
  }

  @Test
  void aProgramThatKnowsNoOthersAndAFormatOfOneInstanceSayIt() throws Exception {
    assertThat(get("/debug/profile?seconds=1&instances=all").body()).contains("ask each");
    assertThat(get("/debug/profile?instances=all&format=jfr").body()).contains("of one instance");
    assertThat(get("/debug/profile?instances=two").body()).contains("one of this, all");
  }

  @Test
  void aPageOfAnotherSiteIsRefused() throws Exception {
    var answer = client.send(HttpRequest.newBuilder(uri(server, "/debug/profile?seconds=1"))
        .header("Origin", "http://evil.example").build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void offLoopbackOnlyTheTokenOpensItWhileHealthAndMetricsStayOpen() throws Exception {
    var everywhere = InetAddress.ofLiteral("0.0.0.0");
    try (var closed = on(everywhere, Optional.empty());
        var guarded = on(everywhere, Optional.of(AdminTokenTest.token(TOKEN)))) {
      closed.start();
      guarded.start();

      assertThat(status(closed, "/debug/profile?seconds=1", TOKEN)).isEqualTo(403);
      assertThat(status(guarded, "/debug/profile?seconds=1", "wrong")).isEqualTo(401);
      assertThat(status(guarded, "/debug/profile?seconds=1", TOKEN)).isEqualTo(200);
      for (var path : new String[]{"/health/live", "/health/ready", "/metrics"}) {
        assertThat(status(closed, path, "wrong")).isEqualTo(200);
        assertThat(status(guarded, path, "wrong")).isEqualTo(200);
      }
    }
  }

  private int status(AdminServer of, String path, String token) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(of, path))
        .header("Authorization", "Bearer " + token).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(server, path)).build(),
        BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  private static URI uri(AdminServer of, String path) {
    return URI.create("http://127.0.0.1:" + of.port() + path);
  }

  private static AdminServer on(InetAddress address, Optional<AdminToken> token) {
    return new AdminServer(new InetSocketAddress(address, 0), token, () -> Health.READY,
        () -> Health.READY, Metrics.create());
  }

  private static long recordings() {
    return FlightRecorder.isInitialized()
        ? FlightRecorder.getFlightRecorder().getRecordings().size() : 0;
  }
}
