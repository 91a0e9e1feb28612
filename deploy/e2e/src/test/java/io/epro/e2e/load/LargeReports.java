package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.report.ReportId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Valid reports about as large as a gateway takes them, hardly to be compressed, all at the same time, each
 * sent once.
 */
public final class LargeReports implements AutoCloseable {
  private static final long TIMESTAMP = 1_763_856_000_000L;
  private static final int DIARY_BYTES = 45_000;
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final URI gateway;
  private final String token;
  private final Sent sent;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** @param sent what is remembered of a load beside which they come */
  public LargeReports(String gateway, String token, Sent sent) {
    this.gateway = URI.create(gateway);
    this.token = token;
    this.sent = sent;
  }

  /** Does not wait for the answers. */
  public void send(int count) {
    for (int i = 0; i < count; i++) {
      var sample = sample("large-" + i, TIMESTAMP + i);
      sent.attempted(sample);
      threads.execute(() -> send(sample));
    }
  }

  private void send(Sample sample) {
    try (var wire = new Wire(gateway, SILENCE)) {
      if (wire.post(sample, token) instanceof Reply.Queued) {
        sent.inOrder(sample);
        sent.acknowledged();
      }
    } catch (IOException e) {
      // The gateway went away; nothing was promised.
    }
  }

  private static Sample sample(String patient, long timestamp) {
    var diary = new byte[DIARY_BYTES];
    new Random(timestamp).nextBytes(diary);
    byte[] body = ("{\"patientId\":\"" + patient + "\",\"timestamp\":" + timestamp + ",\"diary\":\""
        + Base64.getEncoder().encodeToString(diary) + "\"}").getBytes(UTF_8);
    return new Sample(patient, ReportId.ofBody(patient, body, timestamp), body, Digest.of(body),
        Optional.empty(), Set.of());
  }

  /** Waits until each has its answer, or is known to get none. */
  @Override
  public void close() {
    threads.close();
  }
}
