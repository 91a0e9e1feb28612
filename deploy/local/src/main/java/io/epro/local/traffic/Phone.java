package io.epro.local.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.local.traffic.Delivery.Abandoned;
import io.epro.local.traffic.Delivery.Acknowledged;
import io.epro.local.traffic.Delivery.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Sends a submission as a phone does: again, the very same bytes and key, for as long as the gateway
 * is away or overloaded. Thread-safe; {@link #deliver} blocks, and is meant for virtual threads.
 */
public final class Phone {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final long FIRST_WAIT_MILLIS = 100;
  private static final long LONGEST_WAIT_MILLIS = 3000;

  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2))
      .build();
  private final URI reports;
  private final UnaryOperator<String> tokens;
  private final LongAdder retries = new LongAdder();

  /**
   * A phone for many patients.
   *
   * @param gateway its base address, like {@code http://127.0.0.1:8080}
   * @param tokens gives a patient's token
   */
  public Phone(String gateway, UnaryOperator<String> tokens) {
    this.tokens = tokens;
    this.reports = URI.create(gateway + "/v1/reports");
  }

  /**
   * Sends until there is a final answer.
   *
   * @param patience asked after each failed attempt: whether to try again
   */
  public Delivery deliver(Submission submission, BooleanSupplier patience)
      throws InterruptedException {
    var request = request(submission);
    for (int attempt = 1;; attempt++) {
      long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(attempt, 10));
      try {
        var response = http.send(request, BodyHandlers.ofByteArray());
        int status = response.statusCode();
        if (status == 202) {
          return new Acknowledged(reportId(response.body()));
        }
        if (status != 503 && status != 429 && status != 408) {
          return new Refused(status);
        }
        wait = Math.max(wait, retryAfter(response));
      } catch (IOException e) {
        // Away, or gone in the middle: whether it took the report is unknown, so the same again.
      }
      if (!patience.getAsBoolean()) {
        return new Abandoned();
      }
      retries.increment();
      Thread.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
    }
  }

  /** Attempts after the first ones. */
  public long retries() {
    return retries.sum();
  }

  private HttpRequest request(Submission submission) {
    var request = HttpRequest.newBuilder(reports)
        .timeout(ANSWER_LIMIT)
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + tokens.apply(submission.patientId()))
        .POST(BodyPublishers.ofByteArray(submission.body()));
    submission.idempotencyKey()
        .ifPresent(key -> request.header("Idempotency-Key", key.toString()));
    return request.build();
  }

  private static UUID reportId(byte[] answer) throws IOException {
    return UUID.fromString(JSON.readTree(answer).path("reportId").asText());
  }

  private static long retryAfter(HttpResponse<?> response) {
    return response.headers().firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(seconds -> Math.min(Long.parseLong(seconds) * 1000, 10 * LONGEST_WAIT_MILLIS))
        .orElse(0L);
  }
}
