package io.epro.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.publish.RawTopic;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import io.epro.local.process.Signals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own, beside a broker that goes away and comes back. */
@Timeout(180)
class GatewayProcessIT {
  private static final String TOPIC = "process.raw";
  private static final String BODY = "{\"patientId\":\"P-1\"}";
  private static final Duration ACK = Duration.ofSeconds(1);
  /** For a machine that does more than this; Kafka's own waits are half a minute and longer. */
  private static final Duration BUSY = Duration.ofSeconds(3);
  @TempDir
  private static Path directory;
  @SuppressWarnings("NullAway.Init") // by startBroker(), which needs the directory
  private static LocalKafka kafka;

  private final int port = Ports.orFree(0);
  private final int adminPort = Ports.orFree(0);
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();
  private final List<ChildProcess> children = new ArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = new LocalKafka(directory.resolve("kafka"), 0);
    kafka.start();
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get(30,
          TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @AfterEach
  void stop() {
    client.close();
    children.forEach(ChildProcess::kill);
  }

  @Test
  void anOutageOfTheBrokerIsToldInTimeAndEndsByItself() throws Exception {
    var gateway = start(Map.of());
    assertThat(post().statusCode()).isEqualTo(202);

    kafka.kill();
    long before = System.nanoTime();
    var refused = post();
    var took = Duration.ofNanos(System.nanoTime() - before);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"broker_unavailable\"").contains("\"retryable\":true");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(took).isLessThan(ACK.plus(BUSY));
    // Other requests are still answered at once: no event loop waits for the broker.
    before = System.nanoTime();
    assertThat(client.send(request("/nowhere").GET().build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(404);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(BUSY);
    // The first report may have been handed over before the broker was missed, and then it is held.
    await().atMost(Duration.ofSeconds(60)).until(() -> post().statusCode() == 503
        && Files.readString(gateway.log()).contains("the broker does not acknowledge"));

    kafka.start();

    await().atMost(Duration.ofSeconds(60)).until(() -> post().statusCode() == 202);
    assertThat(Files.readString(gateway.log())).doesNotContain("BlockedThreadChecker")
        .contains("the broker acknowledges again");
  }

  @Test
  void aFrozenBrokerIsToldInTimeAndWhatItGotArrives() throws Exception {
    start(Map.of());
    assertThat(post().statusCode()).isEqualTo(202);
    int before = RawTopic.records(kafka.bootstrapServers(), TOPIC).size();

    Signals.freeze(kafka.process().pid());
    long sent = System.nanoTime();
    var refused = post();
    var took = Duration.ofNanos(System.nanoTime() - sent);
    double held = metric("epro_gateway_inflight_bytes");
    Signals.send("CONT", kafka.process().pid());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"broker_unavailable\"");
    assertThat(took).isBetween(ACK, ACK.plus(BUSY));
    assertThat(held).isPositive();
    await().atMost(Duration.ofSeconds(30))
        .until(() -> metric("epro_gateway_late_total{result=\"acknowledged\"}") == 1);
    assertThat(metric("epro_gateway_inflight_bytes")).isZero();
    assertThat(RawTopic.records(kafka.bootstrapServers(), TOPIC)).hasSize(before + 1);
  }

  @Test
  void aStopAnswersWhatIsIn() throws Exception {
    var gateway = start(
        Map.of("GATEWAY_KAFKA_PROPERTIES_LINGER_MS", "3000", "GATEWAY_ACK_TIMEOUT", "8s"));
    int before = RawTopic.records(kafka.bootstrapServers(), TOPIC).size();
    var inside = postLater();
    await().until(() -> metric("epro_gateway_inflight_requests") == 1);

    Signals.send("TERM", gateway.pid());
    await().until(() -> ready() == 503);
    var refused = post();

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"shutting_down\"");
    assertThat(inside.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    assertThat(gateway.waitFor(Duration.ofSeconds(20))).isTrue();
    assertThat(gateway.exitCode()).hasValue(143);
    assertThat(Files.readString(gateway.log())).contains("the gateway has stopped");
    assertThat(RawTopic.records(kafka.bootstrapServers(), TOPIC)).hasSize(before + 1);
  }

  @Test
  void aConfigurationThatCannotBeUsedIsToldWithoutAStackTrace() throws Exception {
    var wrong = run("wrong", Map.of("GATEWAY_HOST", "0.0.0.0", "GATEWAY_MAX_CONNECTIONS", "0"));

    assertThat(wrong.waitFor(Duration.ofSeconds(30))).isTrue();
    assertThat(wrong.exitCode()).hasValue(2);
    assertThat(Files.readString(wrong.log())).contains("loopback")
        .contains("gateway.max-connections").doesNotContain("\tat ");
  }

  @Test
  void aPortInUseIsToldWithoutAStackTrace() throws Exception {
    start(Map.of());
    var second = run("second", Map.of("GATEWAY_ADMIN_PORT", "0"));

    assertThat(second.waitFor(Duration.ofSeconds(30))).isTrue();
    assertThat(second.exitCode()).hasValue(1);
    assertThat(Files.readString(second.log())).contains("cannot listen on 127.0.0.1:" + port)
        .doesNotContain("\tat ");
  }

  private ChildProcess start(Map<String, String> environment) throws IOException {
    var gateway = run("gateway", environment);
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> ready() == 200);
    return gateway;
  }

  private ChildProcess run(String name, Map<String, String> environment) throws IOException {
    var all = new HashMap<>(Map.of(
        "GATEWAY_AUTH_MODE", "none", "GATEWAY_PORT", Integer.toString(port),
        "GATEWAY_ADMIN_PORT", Integer.toString(adminPort), "GATEWAY_TOPIC", TOPIC,
        "GATEWAY_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "GATEWAY_ACK_TIMEOUT", ACK.toMillis() + "ms"));
    all.putAll(environment);
    var child = ChildProcess.start(Command.java(name,
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=logback.xml", "-cp",
            System.getProperty("java.class.path")),
        List.of(GatewayMain.class.getName()),
        Files.createTempFile(directory, name, ".log")).withEnvironment(all));
    children.add(child);
    return child;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/json").timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> post() throws IOException, InterruptedException {
    return client.send(request("/v1/reports").POST(BodyPublishers.ofString(BODY)).build(),
        BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> postLater() {
    return client.sendAsync(request("/v1/reports").POST(BodyPublishers.ofString(BODY)).build(),
        BodyHandlers.ofString());
  }

  private int ready() throws IOException, InterruptedException {
    return admin("/health/ready").statusCode();
  }

  private double metric(String name) throws IOException, InterruptedException {
    return admin("/metrics").body().lines().filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst().orElseThrow();
  }

  private HttpResponse<String> admin(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path)).build(),
        BodyHandlers.ofString());
  }
}
