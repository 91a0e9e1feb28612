package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Finding.Busy;
import io.epro.gateway.admit.Finding.Undecided;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.publish.PublishResult;
import io.epro.gateway.receive.tls.TestCertificate;
import io.epro.gateway.receive.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The port with TLS: HTTP/1.1 and HTTP/2, and certificates that change while it runs. */
@Timeout(60)
class TlsTest {
  private static final TestCertificate FIRST = TestCertificate.make("EC secp256r1");
  private static final TestCertificate SECOND = TestCertificate.make("RSA 2048");
  private static final String CRLF = "\r\n";
  private static final String HEAD = "POST /v1/reports HTTP/1.1" + CRLF + "Host: x" + CRLF
      + "Content-Type: application/json" + CRLF;
  @TempDir
  private Path folder;
  private TlsFiles files;
  private final ArrayList<HttpClient> clients = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    files = new TlsFiles(folder.resolve("key.pem"), folder.resolve("chain.pem"),
        Duration.ofMillis(50));
    FIRST.write(files);
  }

  @AfterEach
  void close() {
    clients.forEach(HttpClient::shutdownNow);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void bothVersionsOfHttpAreSpoken(Version version) throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      var answer = post(client(version, FIRST), harness, Harness.REPORT);

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.version()).isEqualTo(version);
      assertThat(harness.publisher.arrived()).hasSize(1);
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void manyRequestsShareOneConnection() throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      var client = client(Version.HTTP_2, FIRST);
      post(client, harness, Harness.REPORT);
      harness.publisher.hold();
      var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
      for (int i = 0; i < 20; i++) {
        answers.add(client.sendAsync(request(harness, Harness.REPORT), BodyHandlers.ofString()));
      }
      await().until(() -> harness.publisher.heldReports() == 20);
      assertThat(connections(harness)).isEqualTo(1);

      harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

      for (var answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
      }
      harness.awaitNothingInFlight();
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void refusalsAreTheSame(Version version) throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      var client = client(version, FIRST);

      assertThat(post(client, harness, "x").body()).contains("\"malformed_json\"");
      assertThat(post(client, harness, "x".repeat(Harness.MAX_BODY + 1)).statusCode())
          .isEqualTo(413);
      assertThat(client.send(HttpRequest.newBuilder(uri(harness, "/elsewhere")).build(),
          BodyHandlers.ofString()).statusCode()).isEqualTo(404);
      assertThat(post(client, harness, Harness.REPORT).statusCode()).isEqualTo(202);
      harness.awaitNothingInFlight();
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void theDescriptionIsRead(Version version) throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      var client = client(version, FIRST);
      for (int i = 0; i < 20; i++) {
        var head = client.send(
            HttpRequest.newBuilder(uri(harness, ApiDocument.PATH)).HEAD().build(),
            BodyHandlers.ofString());
        var answer = client.send(HttpRequest.newBuilder(uri(harness, ApiDocument.PATH)).build(),
            BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(answer.body()).isEqualTo(Files.readString(OpenApi.FILE));
      }
      assertThat(connections(harness)).isEqualTo(1);
    }
  }

  @Test
  void aBodyThatDoesNotComeToItsEndTimesOut() throws Exception {
    try (var harness = start(shortly(), Access.open())) {
      var never = BodyPublishers.fromPublisher(
          subscriber -> subscriber.onSubscribe(new NothingMore()), 100);
      var request = HttpRequest.newBuilder(uri(harness, "/v1/reports"))
          .header("Content-Type", "application/json").POST(never).build();

      var answer = client(Version.HTTP_2, FIRST).send(request, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(408);
      assertThat(answer.body()).contains("\"request_timeout\"");
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void headersThatDoNotComeToTheirEndTimeOutInsideTls() throws Exception {
    try (var harness = start(shortly(), Access.open());
        var socket = connect(harness, "TLSv1.3", "http/1.1")) {
      socket.getOutputStream().write(HEAD.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 408 ").contains("\"request_timeout\"");
    }
  }

  @Test
  void anHttp2ConnectionWithoutRequestsEndsWhateverElseComesOnIt() throws Exception {
    var limits = new Limits(Harness.SIZES, Duration.ofSeconds(20), Duration.ofSeconds(20),
        Duration.ofSeconds(20), Duration.ofSeconds(2));
    try (var harness = start(limits, Access.open());
        var socket = connect(harness, "TLSv1.3", "h2")) {
      var out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[]{0, 0, 0, 4, 0, 0, 0, 0, 0});
      await().until(() -> connections(harness) == 1);

      var ping = new byte[]{0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
      await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofSeconds(20)).until(() -> {
        boolean open = connections(harness) == 1;
        if (open) {
          out.write(ping);
        }
        return !open;
      });
    } catch (java.net.SocketException e) {
      assertThat(e).hasMessageContaining("pipe");
    }
  }

  @Test
  void aClientThatResetsWhateverItBeginsIsCutOff() throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open());
        var socket = connect(harness, "TLSv1.3", "h2")) {
      var out = new java.io.ByteArrayOutputStream();
      out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(new byte[]{0, 0, 0, 4, 0, 0, 0, 0, 0});
      for (int stream = 1; stream < 1000; stream += 2) {
        byte high = (byte) (stream >> 8);
        byte low = (byte) stream;
        // HEADERS: POST https / of "x" (RFC 7541's static table), then RST_STREAM with CANCEL.
        out.writeBytes(new byte[]{0, 0, 6, 1, 4, 0, 0, high, low, (byte) 0x83, (byte) 0x87,
          (byte) 0x84, 0x01, 1, 'x'});
        out.writeBytes(new byte[]{0, 0, 4, 3, 0, 0, 0, high, low, 0, 0, 0, 8});
      }
      socket.getOutputStream().write(out.toByteArray());
      await().until(
          () -> harness.reports("not_found") > 0 && connections(harness) == 0);

      assertThat(harness.reports("not_found")).isBetween(100.0, 250.0);
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void aClientThatTakesItsRequestBackFreesItsPlace() throws Exception {
    var found = new CompletableFuture<Finding>();
    try (var harness = start(Harness.PATIENT,
        credential -> new Undecided(found, new Busy()))) {
      var client = client(Version.HTTP_2, FIRST);
      var answer = client.sendAsync(request(harness, Harness.REPORT), BodyHandlers.ofString());
      await().until(() -> found.getNumberOfDependents() == 1);
      answer.cancel(true);
      await().until(
          () -> harness.registry.get("epro.gateway.aborted").counter().count() == 1);

      found.complete(Sender.ANYONE);

      harness.awaitNothingInFlight();
      assertThat(harness.publisher.arrived()).isEmpty();
    }
  }

  @Test
  void whoTakesItsReportBackTooLateHasSentIt() throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      var client = client(Version.HTTP_2, FIRST);
      harness.publisher.hold();
      var answer = client.sendAsync(request(harness, Harness.REPORT), BodyHandlers.ofString());
      await().until(() -> harness.publisher.heldReports() == 1);
      answer.cancel(true);
      assertThat(harness.admission.inflightRequests()).isEqualTo(1);

      harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

      harness.awaitNothingInFlight();
      assertThat(post(client, harness, Harness.REPORT).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aStoppingGatewaySendsHttp2ClientsElsewhere() throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      var client = client(Version.HTTP_2, FIRST);
      harness.publisher.hold();
      var inside = client.sendAsync(request(harness, Harness.REPORT), BodyHandlers.ofString());
      await().until(() -> harness.publisher.heldReports() == 1);

      harness.admission.drain();
      var refused = post(client, harness, Harness.REPORT);
      harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("\"shutting_down\"");
      assertThat(refused.headers().firstValue("connection")).isEmpty();
      assertThat(inside.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"TLSv1", "TLSv1.1"})
  void olderTlsIsNotSpoken(String protocol) throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      assertThatThrownBy(() -> connect(harness, protocol, "http/1.1").close())
          .isInstanceOf(SSLHandshakeException.class);
      connect(harness, "TLSv1.2", "http/1.1").close();
    }
  }

  @Test
  void aChangedCertificateIsUsedForNewConnectionsAndOldOnesLiveOn() throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      var old = client(Version.HTTP_2, FIRST);
      assertThat(post(old, harness, Harness.REPORT).statusCode()).isEqualTo(202);

      SECOND.write(files);

      await().until(() -> reloads(harness, "taken") == 1);
      assertThat(post(old, harness, Harness.REPORT).statusCode()).isEqualTo(202);
      assertThat(connections(harness)).isEqualTo(1);
      assertThat(post(client(Version.HTTP_2, SECOND), harness, Harness.REPORT).statusCode())
          .isEqualTo(202);
      assertThat(harness.registry.get("epro.gateway.tls.certificate.not.after").gauge().value())
          .isEqualTo((double) SECOND.x509().getNotAfter().toInstant().getEpochSecond());
    }
  }

  @Test
  void filesThatCannotBeUsedChangeNothingAndAreToldOnce() throws Exception {
    try (var harness = start(Harness.PATIENT, Access.open())) {
      Files.writeString(files.certificates(), SECOND.certificate());

      await().until(() -> reloads(harness, "refused") > 0);
      assertThat(post(client(Version.HTTP_2, FIRST), harness, Harness.REPORT).statusCode())
          .isEqualTo(202);
      assertThat(reloads(harness, "refused")).isEqualTo(1);

      Files.writeString(files.key(), SECOND.key());

      await().until(() -> reloads(harness, "taken") == 1);
      assertThat(post(client(Version.HTTP_2, SECOND), harness, Harness.REPORT).statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void withoutAUsableKeyItDoesNotStart() throws Exception {
    Files.delete(files.key());

    assertThatThrownBy(() -> start(Harness.PATIENT, Access.open()))
        .isInstanceOf(IOException.class).hasMessageContaining("key.pem");
  }

  private Harness start(Limits limits, Access access) throws IOException, InterruptedException {
    return Harness.start(limits, Harness.ROOMY, access, new Transport(files, 100, Set.of()));
  }

  private HttpClient client(Version version, TestCertificate... known) throws Exception {
    var client = HttpClient.newBuilder().version(version)
        .sslContext(TestCertificate.trusting(known)).build();
    clients.add(client);
    return client;
  }

  private static SSLSocket connect(Harness harness, String protocol, String application)
      throws Exception {
    var socket = (SSLSocket) TestCertificate.trusting(FIRST).getSocketFactory()
        .createSocket("127.0.0.1", harness.port());
    socket.setSoTimeout(30_000);
    socket.setEnabledProtocols(new String[]{protocol});
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[]{application});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static HttpResponse<String> post(HttpClient client, Harness harness, String body)
      throws Exception {
    return client.send(request(harness, body), BodyHandlers.ofString());
  }

  private static HttpRequest request(Harness harness, String body) {
    return HttpRequest.newBuilder(uri(harness, "/v1/reports"))
        .header("Content-Type", "application/json").timeout(Duration.ofSeconds(30))
        .POST(BodyPublishers.ofString(body)).build();
  }

  private static URI uri(Harness harness, String path) {
    return URI.create("https://127.0.0.1:" + harness.port() + path);
  }

  private static Limits shortly() {
    return new Limits(Harness.SIZES, Duration.ofMillis(700), Duration.ofSeconds(20),
        Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  private static double connections(Harness harness) {
    return harness.registry.get("epro.gateway.connections").gauge().value();
  }

  private static double reloads(Harness harness, String result) {
    return harness.registry.get("epro.gateway.tls.reloads").tag("result", result).counter()
        .count();
  }

  /** Of a body that never comes. */
  private static final class NothingMore implements java.util.concurrent.Flow.Subscription {
    @Override
    public void request(long pieces) {}

    @Override
    public void cancel() {}
  }
}
