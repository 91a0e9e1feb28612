package io.epro.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class AdminServerTest {
  private final AtomicReference<Health> ready = new AtomicReference<>(Health.READY);
  private final AdminServer server = on(0);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void isLiveWhileItRuns() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void healthAndMetricsSayWhatTheProgramWasBuiltFrom() throws Exception {
    var build = Build.current();
    assertThat(get("/health/live").body())
        .isEqualTo("{\"status\":\"UP\",\"reasons\":[],\"version\":\""
            + build.version() + "\",\"commit\":\"" + build.commit() + "\"}");
    assertThat(get("/metrics").body()).contains("epro_build_info{commit=\"" + build.commit()
        + "\",version=\"" + build.version() + "\"} 1\n");
  }

  @Test
  void readinessFollowsTheProcessAndSaysWhyNot() throws Exception {
    assertThat(get("/health/ready").body()).contains("\"UP\"");

    ready.set(Health.notReady("no broker"));

    var answer = get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"DOWN\"").contains("no broker");
  }

  @Test
  void showsTheMetricsOfTheJvm() throws Exception {
    var answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValueSatisfying(
        type -> assertThat(type).startsWith("text/plain"));
    assertThat(answer.body()).contains("jvm_memory_used_bytes").contains("jvm_threads_live");
  }

  @Test
  void whatIsNotThereIs404() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/health/ready/more").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyGetIsAllowed() throws Exception {
    var answer = client.send(HttpRequest.newBuilder(uri("/metrics"))
        .POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET");
  }

  @Test
  void aBusyPortIsToldInPlainWords() {
    try (var second = on(server.port())) {
      assertThatIOException().isThrownBy(second::start)
          .withMessageContaining(":" + server.port()).withMessageContaining("another admin port");
    }
  }

  @Test
  void aClientThatIsSlowWithItsRequestIsAnsweredAndOneThatNeverEndsItIsCutOff() throws Exception {
    try (var slow = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var stuck = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      slow.getOutputStream().write("GET /health/live HTTP/1.1\r\n".getBytes(US_ASCII));
      stuck.getOutputStream().write("GET /health/live HTTP/1.1\r\n".getBytes(US_ASCII));
      stuck.setSoTimeout(2_000);
      // A limit in milliseconds rather than seconds would cut the slow one off meanwhile.
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> stuck.getInputStream().read());

      slow.getOutputStream().write("Host: localhost\r\n\r\n".getBytes(US_ASCII));
      assertThat(new String(slow.getInputStream().readNBytes(15), US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");

      stuck.setSoTimeout(20_000);
      assertThat(stuck.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void onLoopbackAnotherAddressOfThisMachineFindsNobody() throws Exception {
    try (var stranger = new Socket()) {
      assertThatIOException().isThrownBy(
          () -> stranger.connect(new InetSocketAddress(otherAddress(), server.port()), 2_000));
    }
  }

  @Test
  void offLoopbackEveryoneMayLookAndNobodyMayProfile() throws Exception {
    var everywhere = new InetSocketAddress("0.0.0.0", 0);
    try (var open = new AdminServer(everywhere, Optional.empty(), () -> Health.READY, ready::get,
        Metrics.create())) {
      open.start();
      var there = "http://" + otherAddress().getHostAddress() + ":" + open.port();

      assertThat(status(there + "/health/live")).isEqualTo(200);
      assertThat(status(there + "/metrics")).isEqualTo(200);
      assertThat(status(there + "/debug/profile?seconds=1")).isEqualTo(403);
    }
  }

  private int status(String uri) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  /** As a stranger's, where the machine has a network; else a loopback address that is not the usual one. */
  private static InetAddress otherAddress() throws IOException {
    return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst().orElse(InetAddress.ofLiteral("127.0.0.2"));
  }

  private AdminServer on(int port) {
    return new AdminServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Optional.empty(), () -> Health.READY, ready::get, Metrics.create());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
