package io.epro.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Phones that were offline: each is one patient's and sends batches through TLS, one after the other,
 * half of the phones by HTTP/2. What was not queued it sends again, to the next gateway. One line of
 * each batch is another patient's, for whom its token is not good.
 */
public final class BatchLoad implements Load {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final Plan plan;
  private final Pace pace;
  private final Map<Version, HttpClient> clients;
  private final Sent sent = new Sent();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final Map<Version, LongAdder> answers = new ConcurrentHashMap<>();
  private final LongAdder failed = new LongAdder();
  private final LongAdder strangers = new LongAdder();
  private volatile boolean given;

  /**
   * What is sent, and where to.
   *
   * @param lines of each batch, without the stranger's
   * @param gateways their https addresses
   * @param tokens gives a patient's
   */
  public record Plan(long seed, int phones, int lines, double batchesPerSecond,
      List<String> gateways, UnaryOperator<String> tokens) {}

  /** @param trust in the gateways' certificates */
  public BatchLoad(Plan plan, SSLContext trust) {
    this.plan = plan;
    this.pace = new Pace(plan.batchesPerSecond());
    this.clients = Map.of(Version.HTTP_1_1, client(Version.HTTP_1_1, trust), Version.HTTP_2,
        client(Version.HTTP_2, trust));
  }

  private static HttpClient client(Version version, SSLContext trust) {
    return HttpClient.newBuilder().version(version).sslContext(trust)
        .connectTimeout(Duration.ofSeconds(5)).build();
  }

  @Override
  public BatchLoad start() {
    for (int i = 0; i < plan.phones(); i++) {
      int number = i;
      threads.execute(() -> run(number));
    }
    return this;
  }

  @Override
  public void finish(long atLeast, Duration limit) throws InterruptedException {
    pace.endAt(atLeast / plan.lines() + 1);
    threads.shutdown();
    boolean ended = threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (failure.get() != null) {
      throw new AssertionError("a phone failed: " + failure.get());
    }
    if (!ended) {
      throw new AssertionError("some phones still have no acknowledgement");
    }
  }

  @Override
  public Sent sent() {
    return sent;
  }

  /** Batches that were answered in this version of HTTP. */
  public long answers(Version version) {
    return answers.getOrDefault(version, new LongAdder()).sum();
  }

  /** Requests that got no answer. */
  public long failed() {
    return failed.sum();
  }

  /** Lines for a patient whom the token is not good for, all of which were refused. */
  public long strangers() {
    return strangers.sum();
  }

  @Override
  public void close() {
    given = true;
    pace.endAt(0);
    threads.shutdownNow();
    clients.values().forEach(HttpClient::shutdownNow);
  }

  private void run(int phone) {
    var mix = new ReportMix(plan.seed() + phone, "batch" + phone, 1, true);
    var version = phone % 2 == 0 ? Version.HTTP_1_1 : Version.HTTP_2;
    try {
      for (int gateway = phone; failure.get() == null && pace.turn();) {
        var batch = new ArrayList<Sample>();
        for (int i = 0; i < plan.lines(); i++) {
          batch.add(mix.next());
        }
        batch.forEach(sent::attempted);
        gateway = deliver(batch, version, gateway);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e.toString());
    }
  }

  /** @return the number of the gateway that took the last of it */
  private int deliver(List<Sample> batch, Version version, int first)
      throws InterruptedException {
    int gateway = first;
    for (var left = batch; !left.isEmpty() && !given && failure.get() == null;) {
      try {
        left = send(left, version, gateway);
      } catch (IOException e) {
        failed.increment(); // who knows how much of it was taken: all of it again
      }
      if (!left.isEmpty()) {
        gateway++;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return gateway;
  }

  /** @return what is to be sent again */
  private List<Sample> send(List<Sample> batch, Version version, int gateway)
      throws IOException, InterruptedException {
    var patient = batch.getFirst().patientId();
    var lines = new ArrayList<>(batch);
    lines.add(lines.size() / 2, strangersTo(patient));
    var client = clients.get(version);
    if (client == null) {
      throw new IllegalStateException("no client of " + version);
    }
    var answer = client.send(HttpRequest.newBuilder(URI.create(plan.gateways()
        .get(gateway % plan.gateways().size()) + "/v1/reports/batch")).timeout(LIMIT)
        .header("Authorization", "Bearer " + plan.tokens().apply(patient))
        .header("Content-Type", "application/x-ndjson")
        .POST(BodyPublishers.ofByteArray(BatchBody.of(lines))).build(), BodyHandlers.ofString());
    return switch (answer.statusCode()) {
      case 207 -> {
        answers.computeIfAbsent(answer.version(), any -> new LongAdder()).increment();
        yield judge(lines, answer, batch);
      }
      case 503 -> batch;
      default -> {
        failure.compareAndSet(null, "a batch was answered with " + answer.statusCode());
        yield List.of();
      }
    };
  }

  private List<Sample> judge(List<Sample> lines, HttpResponse<String> answer, List<Sample> ours)
      throws IOException {
    var again = new ArrayList<Sample>();
    var results = answer.body().lines().toList();
    if (results.size() != lines.size()) {
      failure.compareAndSet(null, results.size() + " results for " + lines.size() + " lines");
    }
    for (int i = 0; i < Math.min(results.size(), lines.size()); i++) {
      var sample = lines.get(i);
      var result = JSON.readTree(results.get(i));
      boolean own = ours.contains(sample);
      if (own && queued(sample, result)) {
        sent.inOrder(sample);
        sent.acknowledged();
      } else if (own && result.path("retryable").asBoolean(false)) {
        again.add(sample);
      } else if (!own && result.path("code").asText().equals("forbidden_patient")) {
        strangers.increment();
      } else {
        failure.compareAndSet(null, "line " + (i + 1) + " of "
            + (own ? "the patient" : "a stranger") + ": " + results.get(i));
      }
    }
    return again;
  }

  private static boolean queued(Sample sample, JsonNode result) {
    return result.path("status").asText().equals("queued")
        && result.path("reportId").asText().equals(sample.reportId().toString())
        && result.path("sha256").asText().equals(sample.digest().hex());
  }

  /** Never attempted, as far as {@link Sent} knows: it would be noticed in the topic. */
  private static Sample strangersTo(String patient) {
    return new ReportMix(patient.hashCode(), "not-" + patient, 1, true).next();
  }
}
