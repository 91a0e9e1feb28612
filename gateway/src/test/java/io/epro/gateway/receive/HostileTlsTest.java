package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.epro.gateway.receive.tls.TestCertificate;
import io.epro.gateway.receive.tls.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is sent to the port with TLS that is no TLS, and HTTP/2 that is none (RFC 9113): the connection
 * ends, whatever else could have been on it.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTlsTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.make("EC secp256r1");
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final String SETTINGS = "000000 04 00 00000000";
  /** POST https /v1/reports of "x", by RFC 7541's static table; no body follows. */
  private static final String HEADERS = "000011 01 05 00000001 83 87 04 0b 2f76312f7265706f727473 41 "
      + "01 78";
  private static final int AT_ONCE = 10_000;
  private static final int FLOOD = 1000 * AT_ONCE;
  private Harness harness;
  private Harness flooded;
  private Future<Integer> pings;
  private LeakWatch leaks;

  /** Frames that want an answer, until they are taken no more; the number of those that were. */
  private Future<Integer> flood(String frame) {
    return CompletableFuture.supplyAsync(() -> {
      int sent = 0;
      try (var socket = connect(flooded)) {
        var out = socket.getOutputStream();
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        out.write(hex(SETTINGS));
        var many = hex(frame.repeat(AT_ONCE));
        for (; sent < FLOOD; sent += AT_ONCE) {
          out.write(many);
        }
      } catch (IOException e) {
        assertThat(e).hasMessageMatching(".*(reset|pipe|closed).*");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
      return sent;
    });
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    var files = new TlsFiles(folder.resolve("key.pem"), folder.resolve("chain.pem"),
        Duration.ofMinutes(1));
    CERTIFICATE.write(files);
    var limits = new Limits(Harness.SIZES, Duration.ofSeconds(3), Duration.ofSeconds(60),
        Duration.ofSeconds(60), Duration.ofSeconds(60));
    harness = Harness.start(limits, Harness.ROOMY, new Transport(files, 100, Set.of()));
    flooded = Harness.start(limits, Harness.ROOMY, new Transport(files, 100, Set.of()));
    leaks = new LeakWatch();
    pings = flood("000008 06 00 00000000 0000000000000000");
  }

  @AfterAll
  void stop() throws Exception {
    leaks.close();
    harness.close();
    flooded.close();
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoTlsEndsTheConnection() {
    return Map.of(
        "plain HTTP",
        "POST /v1/reports HTTP/1.1‹0D 0A›Host: x‹0D 0A›Content-Length: 0‹0D 0A 0D 0A›",
        "the preface of HTTP/2", "PRI * HTTP/2.0‹0D 0A 0D 0A›SM‹0D 0A 0D 0A›",
        "zeros", "‹‹00›*1000›",
        "a hello that is none", "‹16 03 01 00 05 01 00 00 01 00›",
        "a hello of 16 MiB", "‹16 03 01 40 00 01 FF FF FF›‹‹03 03›*10000›",
        "a record longer than any", "‹16 03 01 FF FF›‹x*70000›",
        "an alert", "‹15 03 03 00 02 02 28›",
        "data before any hello", "‹17 03 03 00 05›hello",
        "half a hello", "‹16 03 01 01 00 01 00 00 FC 03 03›")
        .entrySet().stream().map(one -> dynamicTest(one.getKey(), () -> {
          assertEnds(one.getValue());
          assertNothingIsLeft();
        }));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoHttp2EndsTheConnection() {
    var frames = new TreeMap<String, String>();
    frames.put("no settings first", HEADERS);
    frames.put("settings on a stream", "000000 04 00 00000001");
    frames.put("settings of five bytes", "000005 04 00 00000000 0001000000");
    frames.put("a frame longer than was allowed", SETTINGS + "ffffff 00 00 00000001");
    frames.put("data on no stream", SETTINGS + "000001 00 00 00000000 00");
    frames.put("data on a stream that is not open", SETTINGS + "000001 00 00 00000001 00");
    frames.put("headers on an even stream", SETTINGS + "000003 01 05 00000002 838784");
    frames.put("headers on no stream", SETTINGS + "000003 01 05 00000000 838784");
    frames.put("headers of a table that has no such row", SETTINGS + "000002 01 05 00000001 ffff");
    frames.put("headers in Huffman's code that is cut", SETTINGS
        + "000006 01 05 00000001 838784 018300");
    frames.put("headers of 11 000 bytes", SETTINGS + "002b01 01 05 00000001 838784 0001787ff954"
        + "61".repeat(11_000));
    frames.put("a table of headers larger than was allowed", SETTINGS
        + "000007 01 05 00000001 3fffff7f 838784");
    frames.put("padding longer than its frame", SETTINGS + "000004 01 0d 00000001 ff838784");
    frames.put("a continuation of nothing", SETTINGS + "000003 09 04 00000001 838784");
    frames.put("another frame between headers", SETTINGS + "000003 01 01 00000001 838784 "
        + "000008 06 00 00000000 0000000000000000");
    frames.put("a push from a client", SETTINGS + "000007 05 04 00000001 00000002 838784");
    frames.put("a ping of seven bytes", SETTINGS + "000007 06 00 00000000 00000000000000");
    frames.put("a ping on a stream", SETTINGS + "000008 06 00 00000001 0000000000000000");
    frames.put("a window that grows by nothing", SETTINGS + "000004 08 00 00000000 00000000");
    frames.put("a window that grows past its end", SETTINGS + "000004 08 00 00000000 7fffffff");
    frames.put("a first window past its end", "000006 04 00 00000000 0004 ffffffff");
    frames.put("a reset of a stream that is not open", SETTINGS + "000004 03 00 00000001 00000008");
    frames.put("a reset of no stream", SETTINGS + "000004 03 00 00000000 00000008");
    frames.put("continuations without end", SETTINGS + "000003 01 01 00000001 838784 "
        + "000006 09 00 00000001 0003 6162 0178 ".replace(" ", "").repeat(5000));
    frames.put("empty continuations without end", SETTINGS + "000003 01 01 00000001 838784 "
        + "000000 09 00 00000001".repeat(5000));
    frames.put("empty data without end", SETTINGS + "000003 01 04 00000001 838784 "
        + "000000 00 00 00000001".repeat(5000));
    return frames.entrySet().stream().map(one -> dynamicTest(one.getKey(), () -> {
      assertHttp2Ends(one.getValue());
      assertNothingIsLeft();
    }));
  }

  @Test
  void whoNeverReadsIsNotAnsweredWithoutEnd() throws Exception {
    assertThat(pings.get(60, TimeUnit.SECONDS)).isLessThan(FLOOD);
  }

  @TestFactory
  Stream<DynamicTest> andAllOfItLeavesNothingBehind() {
    return Stream.of(dynamicTest("no report", () -> assertThat(harness.publisher.arrived())
        .isEmpty()),
        dynamicTest("no bug", () -> assertThat(harness.reports("internal_error")).isZero()),
        dynamicTest("no leak", leaks::assertNothingElseLeaked));
  }

  private void assertNothingIsLeft() {
    harness.awaitNothingInFlight();
    await().atMost(Duration.ofSeconds(20)).until(() -> harness.registry
        .get("epro.gateway.connections").gauge().value() == 0);
  }

  private void assertEnds(String text) throws IOException {
    try (var socket = harness.connect()) {
      socket.getOutputStream().write(HostileNotation.bytes(text));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP/");
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching(".*(reset|pipe).*");
    }
  }

  private void assertHttp2Ends(String frames) throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(hex(frames));
    try (var socket = connect(harness)) {
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
      socket.getOutputStream().write(bytes.toByteArray());
      socket.getInputStream().readAllBytes();
    } catch (SocketException | SSLException e) {
      assertThat(e).hasMessageMatching(".*(reset|pipe|closed|abort).*");
    }
  }

  private static byte[] hex(String frames) {
    return HexFormat.of().parseHex(frames.replace(" ", ""));
  }

  private static SSLSocket connect(Harness to) throws IOException, GeneralSecurityException {
    var socket = (SSLSocket) TestCertificate.trusting(CERTIFICATE).getSocketFactory()
        .createSocket("127.0.0.1", to.port());
    socket.setSoTimeout(20_000);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[]{"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
