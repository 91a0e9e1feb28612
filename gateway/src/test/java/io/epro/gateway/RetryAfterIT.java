package io.epro.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.gateway.publish.RawTopic;
import io.epro.local.fixture.RealKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A gateway with few places, on a real broker, and what it tells those who find none. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class RetryAfterIT {
  private static final int CLIENTS = 300;
  private static final int PLACES = 60;

  private final RealKafka kafka = RealKafka.get();
  private final String topic = kafka.newTopicName("raw");
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();
  /** Seconds, of each refusal. */
  private final Queue<Integer> told = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Integer> firstTold = new ConcurrentHashMap<>();
  private final AtomicInteger served = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void createTopic() {
    kafka.createTopic(topic, 2);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
  }

  @Test
  void clientsThatObeyAreSpreadAndAllServed() throws Exception {
    var gateway = start(PLACES, Duration.ofMillis(50));
    try {
      IntStream.range(0, CLIENTS).forEach(number -> send(gateway, number));

      await().atMost(Duration.ofSeconds(60)).until(() -> served.get() == CLIENTS);
      assertThat(wrong).isEmpty();
      assertThat(told).as("refusals").hasSizeGreaterThan(CLIENTS / 4);
      // A wave that would come back as one wave is what the jitter is against.
      var waves = new HashMap<Integer, Integer>();
      firstTold.values().forEach(seconds -> waves.merge(seconds, 1, Integer::sum));
      assertThat(waves).hasSizeGreaterThan(1);
      assertThat(waves.values()).allMatch(clients -> clients < 0.8 * firstTold.size());
      assertThat(RawTopic.records(kafka.bootstrapServers(), topic)).hasSize(CLIENTS);
    } finally {
      gateway.close();
    }
  }

  @Test
  void itFollowsHowFastTheGatewayDrains() throws Exception {
    // Ten places, and nothing leaves for three seconds: a rate of three or four a second.
    var gateway = start(10, Duration.ofSeconds(3));
    try {
      IntStream.range(0, 10).forEach(number -> send(gateway, number));

      await().atMost(Duration.ofSeconds(30)).until(() -> {
        int seconds = retryAfter(post(gateway, 10).get(30, TimeUnit.SECONDS));
        assertThat(seconds).isLessThanOrEqualTo(60);
        return seconds >= 3;
      });
    } finally {
      gateway.close();
    }
  }

  // Every way on ends in one of the counts that the test waits for, or in none, and then it fails.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(Gateway gateway, int number) {
    post(gateway, number).whenComplete((answer, failure) -> {
      if (failure != null) {
        wrong.add(failure.toString());
      } else if (answer.statusCode() == 202) {
        served.incrementAndGet();
      } else {
        obey(gateway, number, answer);
      }
    });
  }

  private void obey(Gateway gateway, int number, HttpResponse<String> answer) {
    int seconds = retryAfter(answer);
    if (answer.statusCode() != 503 || !answer.body().contains("\"overloaded\"") || seconds < 1) {
      wrong.add(answer.statusCode() + " " + answer.body());
      return;
    }
    told.add(seconds);
    firstTold.putIfAbsent(number, seconds);
    Executor later = CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
    later.execute(() -> send(gateway, number));
  }

  private CompletableFuture<HttpResponse<String>> post(Gateway gateway, int number) {
    return client.sendAsync(HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + gateway.port() + "/v1/reports"))
        .header("Content-Type", "application/json").timeout(Duration.ofSeconds(30))
        .POST(BodyPublishers.ofString("{\"patientId\":\"P-" + number + "\"}")).build(),
        BodyHandlers.ofString());
  }

  /** 0 where there is none. */
  private static int retryAfter(HttpResponse<?> answer) {
    return answer.headers().firstValue("retry-after").map(Integer::parseInt).orElse(0);
  }

  private Gateway start(int places, Duration linger) throws Exception {
    var gateway = new Gateway(Settings.load(GatewaySettings.class, Map.of(
        "gateway.auth.mode", "none", "gateway.port", "0", "gateway.admin.port", "0",
        "gateway.topic", topic, "gateway.kafka.bootstrap-servers", kafka.bootstrapServers(),
        "gateway.max-inflight-requests", Integer.toString(places),
        "gateway.drain-timeout", "5s", "gateway.ack-timeout", "20s",
        "gateway.kafka.properties.\"linger.ms\"", Long.toString(linger.toMillis()))));
    gateway.start();
    var ready = URI.create("http://127.0.0.1:" + gateway.adminPort() + "/health/ready");
    await().atMost(Duration.ofSeconds(30)).until(() -> client.send(
        HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding()).statusCode() == 200);
    return gateway;
  }
}
