package io.epro.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A client whose requests need no broker (they are malformed), in a crowd whose reports do. Asks one
 * thing after the other and knows how long the slowest took.
 */
final class Bystander implements AutoCloseable {
  /** Reports that wait for their answers at once, at most. */
  static final int CROWD = 100;
  private static final int WARM_UP = 50;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final URI reports;
  private final HttpClient own = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();
  private final HttpClient crowd = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();
  private final Semaphore places = new Semaphore(CROWD);
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private Duration slowest = Duration.ZERO;
  private int patients;

  Bystander(int port) throws IOException, InterruptedException {
    reports = URI.create("http://127.0.0.1:" + port + "/v1/reports");
    for (int i = 0; i < WARM_UP; i++) {
      ask();
    }
    slowest = Duration.ZERO;
  }

  /** Asks, and lets the crowd send, until then. */
  void askUntil(BooleanSupplier enough) {
    await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
        .pollInSameThread().until(() -> {
          for (int i = 0; i < 5 && places.tryAcquire(); i++) {
            sendReport();
          }
          ask();
          return enough.getAsBoolean();
        });
  }

  Duration slowest() {
    return slowest;
  }

  /** Reports that were answered with 202. */
  int queued() {
    return queued.get();
  }

  /** Reports that were answered with 503. */
  int refused() {
    return refused.get();
  }

  private void ask() throws IOException, InterruptedException {
    long before = System.nanoTime();
    int status = own.send(request("{"), BodyHandlers.discarding()).statusCode();
    var took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(status).isEqualTo(400);
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
  }

  // Who comes to nothing is counted by nobody, and then the test does not end well.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void sendReport() {
    crowd.sendAsync(request("{\"patientId\":\"P-" + patients++ + "\"}"),
        BodyHandlers.discarding()).whenComplete((answer, failure) -> {
          places.release();
          if (failure == null) {
            count(answer);
          }
        });
  }

  private void count(HttpResponse<?> answer) {
    switch (answer.statusCode()) {
      case 202 -> queued.incrementAndGet();
      case 503 -> refused.incrementAndGet();
      default -> throw new AssertionError("answered " + answer.statusCode());
    }
  }

  private HttpRequest request(String body) {
    return HttpRequest.newBuilder(reports).timeout(LIMIT)
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
  }

  @Override
  public void close() {
    own.shutdownNow();
    crowd.shutdownNow();
  }
}
