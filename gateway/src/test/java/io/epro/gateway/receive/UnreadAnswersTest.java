package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.publish.PublishResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that send and do not read. Their answers may wait in the kernel's buffers, which it bounds, and
 * up to Netty's water mark; then no more of their requests are begun.
 */
@Timeout(60)
class UnreadAnswersTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int REQUESTS = 100_000;
  /** Answers that fit into the kernel's buffers of both sides, with much to spare. */
  private static final int FIT = REQUESTS / 2;

  @Test
  void answersDoNotPileUpAndAreAllGivenOnceTheyAreRead() throws Exception {
    try (var harness = Harness.start(patient(), Harness.ROOMY); var socket = narrow(harness)) {
      var sent = send(socket);
      awaitStandstill(harness);
      assertThat(harness.reports("not_found")).isBetween(1.0, (double) FIT);

      assertThat(answers(socket.getInputStream())).isEqualTo(REQUESTS);

      sent.get(10, TimeUnit.SECONDS);
      assertThat(harness.reports("not_found")).isEqualTo(REQUESTS);
    }
  }

  @Test
  void whoNeverReadsIsLeftAlone() throws Exception {
    var limits = new Limits(Harness.SIZES, Duration.ofMillis(300), LONG, LONG,
        Duration.ofSeconds(2));
    try (var harness = Harness.start(limits, Harness.ROOMY); var socket = narrow(harness)) {
      var sending = send(socket);
      await().until(() -> harness.reports("not_found") > 0);

      await().atMost(Duration.ofSeconds(20)).until(() -> harness.registry
          .get("epro.gateway.connections").gauge().value() == 0);

      assertThat(harness.reports("not_found")).isLessThan(FIT);
      // To its end, or to that of the connection: all of it may have gone into the kernel's buffers.
      await().until(sending::isDone);
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void whatWaitsBehindAHeldReportIsGivenBackWhenItsClientGoes() throws Exception {
    var report = "POST /v1/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + Harness.REPORT.length() + "\r\n\r\n" + Harness.REPORT;
    try (var harness = Harness.start(patient(), Harness.ROOMY); var leaks = new LeakWatch()) {
      harness.publisher.hold();
      try (var socket = harness.connect()) {
        socket.getOutputStream().write(ascii(report.repeat(100)));
        await().until(() -> harness.publisher.heldReports() == 1);
        socket.setSoLinger(true, 0);
      }
      // While so much waits nobody reads from the connection, and so nobody sees that it is gone.
      harness.publisher.settleHeld(PublishResult.ACKNOWLEDGED);

      await().until(() -> harness.registry.get("epro.gateway.connections").gauge().value() == 0);
      harness.awaitNothingInFlight();
      assertThat(harness.publisher.arrived()).isNotEmpty();
      leaks.assertNothingElseLeaked();
    }
  }

  private static Limits patient() {
    return new Limits(Harness.SIZES, LONG, LONG, LONG, LONG);
  }

  /**
   * Whose own buffer is small beside the answers, and not the smallest: with a few kilobytes Linux drops
   * segments that it has no room for, and waits ever longer before it sends them again.
   */
  private static Socket narrow(Harness harness) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(65_536);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), harness.port()));
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static CompletableFuture<Void> send(Socket socket) {
    return CompletableFuture.runAsync(() -> {
      try {
        socket.getOutputStream().write(ascii(REQUEST.repeat(REQUESTS)));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  private static void awaitStandstill(Harness harness) {
    var last = new double[]{-1};
    await().pollInterval(Duration.ofMillis(500)).atMost(Duration.ofSeconds(30)).until(() -> {
      double now = harness.reports("not_found");
      boolean still = now > 0 && now == last[0];
      last[0] = now;
      return still;
    });
  }

  private static int answers(InputStream in) throws IOException {
    int count = 0;
    var begin = ascii("HTTP/1.1 404");
    int matched = 0;
    var piece = new byte[65_536];
    while (count < REQUESTS) {
      int length = in.read(piece);
      assertThat(length).as("answers so far: " + count).isPositive();
      for (int i = 0; i < length; i++) {
        matched = piece[i] == begin[matched] ? matched + 1 : piece[i] == begin[0] ? 1 : 0;
        if (matched == begin.length) {
          count++;
          matched = 0;
        }
      }
    }
    return count;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
