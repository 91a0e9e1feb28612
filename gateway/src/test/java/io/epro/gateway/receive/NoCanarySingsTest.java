package io.epro.gateway.receive;

import static io.epro.gateway.admit.token.TestTokens.claims;
import static io.epro.gateway.admit.token.TestTokens.signed;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.admit.token.FakeProvider;
import io.epro.gateway.admit.token.SigningKey;
import io.epro.gateway.admit.token.TestTokens;
import io.epro.gateway.admit.token.TokenAccess;
import io.epro.gateway.publish.PublishResult;
import io.epro.gateway.receive.tls.TestCertificate;
import io.epro.gateway.receive.tls.TlsFiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A canary wherever a client can put a word: none of them sings in a log line, a metric, or an answer.
 * Not with production's logging and our own loggers at TRACE, and not with the libraries at TRACE either.
 */
@Timeout(120)
class NoCanarySingsTest {
  private static final String CANARY = "canary7f3a";
  private static final TestCertificate CERTIFICATE = TestCertificate.make("EC secp256r1");
  private static final String END = "‹0D 0A›";
  /** And the wish that the server closes after its answer. */
  private static final String HOST = "Host: x" + END + "Connection: close" + END;
  private static final List<String> HEADERS = List.of("Accept", "Accept-Encoding",
      "Access-Control-Request-Method", "Connection", "Content-Encoding", "Content-Language",
      "Content-Length", "Content-Location", "Content-Type", "Cookie", "Date", "Expect", "Forwarded",
      "From", "Host", "Idempotency-Key", "If-Match", "Keep-Alive", "Origin", "Proxy-Authorization",
      "Range", "Referer", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Via",
      "X-Forwarded-For", "X-HTTP-Method-Override", "baggage", "traceparent", "tracestate",
      "X‹00›", "X Y", "");
  private static final List<String> BODIES = List.of("{\"patientId\":\"@\"}", "{\"@\":1}",
      "{\"patientId\":\"@ \"}", "{\"patientId\":[\"@\"]}", "{\"patientId\":{\"@\":\"@\"}}",
      "{\"patientId\":\"P-000123\",\"timestamp\":\"@\"}",
      "{\"patientId\":\"P-000123\",\"vitals\":{\"heartRate\":\"@\",\"temp\":\"@\",\"@\":1}}",
      "{\"patientId\":\"P-000123\",\"symptoms\":[\"@\"],\"medications\":[{\"drugId\":\"@\","
          + "\"doseMg\":\"@\"}]}",
      "{\"@\":1,\"@\":2}", "{\"patientId\":\"@\",\"patientId\":\"@\"}", "@", "{@}", "{\"@",
      "{\"@\"",
      "{\"x\":@}", "{\"x\":\"@‹00›\"}", "{\"x\":\"@\\@\"}", "{\"x\":\"@‹FF›\"}", "‹FF›@",
      "{\"x\":1}@", "{\"x\":‹[*40›\"@\"", "{\"x\":\"@‹x*1500›@\"}", "{\"‹@*50›\":1}", "'@'",
      "<@/>", "‹@*300›", "{\"idempotencyKey\":\"@\",\"report\":{}}",
      "{\"report\":{\"patientId\":\"@\"}}", "{\"report\":{\"@\":1},\"@\":1}", "{\"report\":\"@\"}");
  private final SigningKey key = SigningKey.rsa("key");
  private final SimpleMeterRegistry tokens = new SimpleMeterRegistry();
  private FakeProvider provider;
  private TokenAccess access;
  private Harness harness;
  private Harness tls;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    provider = new FakeProvider().with(key);
    access = new TokenAccess(provider.source(), TestTokens.RULES, TestTokens.LIMITS,
        InstantSource.fixed(TestTokens.NOW), tokens);
    access.start();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> access.health().ready());
    harness = Harness.start(Harness.PATIENT, Harness.ROOMY, access,
        new RateLimit(new RateLimit.Rule(1, 40, 100), System::nanoTime));
    var files = new TlsFiles(folder.resolve("key.pem"), folder.resolve("chain.pem"),
        Duration.ofMinutes(1));
    CERTIFICATE.write(files);
    tls = Harness.start(Harness.PATIENT, Harness.ROOMY, new Transport(files, 100, Set.of()));
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
    tls.close();
    access.close();
    provider.close();
  }

  @Test
  void notInProduction() throws Exception {
    try (var log = new ProductionLog()) {
      sing();
      assertThat(log.lines()).as("our own loggers are heard").isNotEmpty()
          .anyMatch(line -> line.contains("a connection failed"));
      log.lines().forEach(NoCanarySingsTest::assertSilent);
    }
  }

  @Test
  void notEvenWhereTheLibrariesTellAllTheyCan() throws Exception {
    try (var log = new ProductionLog()) {
      log.librariesAtTrace();
      sing();
      assertThat(log.lines()).as("the libraries are heard")
          .anyMatch(line -> line.contains("io.netty"));
      log.lines().forEach(NoCanarySingsTest::assertSilent);
    }
  }

  private void sing() throws Exception {
    int asked = 0;
    for (var request : requests()) {
      assertSilent(answer(request));
      asked++;
    }
    singToTls();
    harness.publisher.failWith(PublishResult.UNAVAILABLE);
    assertSilent(answer(post("/v1/reports", "application/json", "{\"patientId\":\"@\"}")));
    assertThat(asked).isGreaterThan(200);
    assertThat(harness.reports("accepted")).as("of the singer's own").isPositive();
    assertThat(harness.reports("forbidden_patient")).isPositive();
    assertThat(harness.reports("rate_limited")).isPositive();
    assertThat(harness.reports("broker_unavailable") + harness.reports("rate_limited"))
        .isPositive();
    assertThat(harness.reports("internal_error")).isZero();
    assertSilent(metrics(harness.registry) + metrics(tokens));
  }

  /** In place of a handshake, and, after one, in place of HTTP/2's preface, settings and headers. */
  private void singToTls() throws Exception {
    for (var text : List.of("@".repeat(100), "‹16 03 01 00 64›" + "@".repeat(10),
        "‹17 03 03 00 0A›@")) {
      try (var socket = tls.connect()) {
        socket.getOutputStream().write(HostileNotation.bytes(text.replace("@", CANARY)));
        assertSilent(new String(socket.getInputStream().readAllBytes(), US_ASCII));
      } catch (SocketException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }
    var preface = "PRI * HTTP/2.0‹0D 0A 0D 0A›SM‹0D 0A 0D 0A›";
    for (var text : List.of("@".repeat(10), "PRI @", preface + "@@@@",
        preface + "‹00 00 00 04 00 00 00 00 00›@@@@",
        preface + "‹00 00 00 04 00 00 00 00 00 00 00 0F 01 05 00 00 00 01 83 87 84 40 0A›@X")) {
      try (var socket = connect()) {
        socket.getOutputStream().write(HostileNotation.bytes(text.replace("@", CANARY)));
        // Netty tells the sender, and nobody else, what came in place of the preface.
        socket.getInputStream().readAllBytes();
      } catch (SocketException | SSLException e) {
        assertThat(e).hasMessageMatching(".*(reset|pipe|closed).*");
      }
    }
  }

  private SSLSocket connect() throws Exception {
    var socket = (SSLSocket) TestCertificate.trusting(CERTIFICATE).getSocketFactory()
        .createSocket("127.0.0.1", tls.port());
    socket.setSoTimeout(30_000);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[]{"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** With @ for the canary. */
  private List<String> requests() {
    var all = new ArrayList<String>();
    for (var line : List.of("@ /v1/reports HTTP/1.1", "POST /@ HTTP/1.1", "POST @ HTTP/1.1",
        "POST /v1/reports?@=@ HTTP/1.1", "POST /v1/reports#@ HTTP/1.1", "POST /v1/reports/@ HTTP/@",
        "POST http://@/v1/reports HTTP/1.1", "POST /v1/reports HTTP/@", "@", "@‹00›@ / HTTP/1.1",
        "POST /‹@*600› HTTP/1.1", "GET /‹FF›@ HTTP/1.1", "@ @ @ @", "\"@\" / HTTP/1.1")) {
      all.add(line + END + HOST + END);
    }
    for (var header : HEADERS) {
      for (var value : List.of("@", "@, @", "@‹00›@", "@‹0D›@", "@‹FF›", "", " @" + END + " @")) {
        all.add("POST /v1/reports HTTP/1.1" + END + HOST + authorization(key) + header
            + ": " + value + END + "@: @" + END + END);
      }
    }
    all.add("POST /v1/reports HTTP/1.1" + END + "@" + END + END);
    all.add("POST /v1/reports HTTP/1.1" + END + HOST + "X: ‹@*1000›" + END + END);
    for (var chunk : List.of("@", "1;@=@", "1;@=\"@", "1;@‹0A›", "1" + END + "@", "0" + END + "@",
        "0" + END + "@: @", "0" + END + "@ : @")) {
      all.add("POST /v1/reports HTTP/1.1" + END + HOST + authorization(key)
          + "Content-Type: application/json" + END + "Transfer-Encoding: chunked" + END + END
          + chunk
          + END + "@" + END + "0" + END + END);
    }
    for (var body : BODIES) {
      all.add(post("/v1/reports", "application/json", body));
      all.add(post("/v1/reports/batch", "application/x-ndjson", body + "‹0A›" + body));
      all.add(post("/v1/reports", "application/json" + END + "Content-Encoding: gzip", body));
    }
    for (var token : List.of("@", "Basic @", "Bearer @", "Bearer @.@.@", "Bearer  @",
        "Bearer ‹@*500›", "Bearer " + signed(SigningKey.rsa(CANARY), claims(sub())),
        "Bearer " + signed(key, claims(Map.of("iss", "\"" + CANARY + "\""))))) {
      all.add("POST /v1/reports HTTP/1.1" + END + HOST + "Authorization: " + token + END
          + END);
    }
    for (int again = 0; again < 45; again++) {
      all.add(post("/v1/reports", "application/json", "{\"patientId\":\"@\"}"));
    }
    return all;
  }

  private String post(String path, String type, String body) {
    return "POST " + path + " HTTP/1.1" + END + HOST + authorization(key)
        + "Content-Type: " + type + END + "Content-Length: "
        + HostileNotation.bytes(body.replace("@", CANARY)).length + END + END + body;
  }

  private static String authorization(SigningKey key) {
    return "Authorization: Bearer " + signed(key, claims(sub())) + END;
  }

  private static Map<String, String> sub() {
    return Map.of("sub", "\"" + CANARY + "\"");
  }

  /** All that comes back until the server closes. */
  private String answer(String request) throws IOException {
    try (var socket = harness.connect()) {
      socket.getOutputStream().write(HostileNotation.bytes(request.replace("@", CANARY)));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "";
    }
  }

  private static String metrics(MeterRegistry registry) {
    var text = new StringBuilder();
    registry.getMeters().forEach(meter -> text.append(meter.getId())
        .append(meter.getId().getDescription()).append('\n'));
    return text.toString();
  }

  /** Neither as it is nor in hexadecimal, of which a part would do. */
  private static void assertSilent(String text) {
    assertThat(text).doesNotContainIgnoringCase(CANARY).doesNotContain("eyJ")
        .doesNotContainIgnoringCase(HexFormat.of().formatHex("canary".getBytes(US_ASCII)));
  }
}
