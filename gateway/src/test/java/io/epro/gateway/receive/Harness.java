package io.epro.gateway.receive;

import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Admission;
import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.publish.FakePublisher;
import io.epro.gateway.receive.ReportServer.Listen;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** A report server on a free port, with a fake behind it and real HTTP in front. */
final class Harness implements AutoCloseable {
  static final int MAX_BODY = 2_000;
  static final Sizes SIZES = new Sizes(MAX_BODY, 20_000, 50);
  static final Limits PATIENT = new Limits(SIZES, Duration.ofSeconds(20), Duration.ofSeconds(10),
      Duration.ofSeconds(20), Duration.ofSeconds(60));
  static final Bounds ROOMY = new Bounds(100, 100, 10 << 20);
  static final RateLimit.Rule UNLIMITED = new RateLimit.Rule(0, 1, 1);
  static final Transport PLAIN = new Transport(null, 100, java.util.Set.of());
  static final long NOW = 1_763_856_000_123L;
  static final String REPORT = "{\"patientId\":\"P-000123\",\"timestamp\":1763856000000}";

  final FakePublisher publisher;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Admission admission;
  private final ReportServer server;
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();

  private Harness(Limits limits, Bounds bounds, Access access, RateLimit rateLimit,
      Transport transport) {
    publisher = new FakePublisher(limits.sizes().report());
    admission = new Admission(bounds, System::nanoTime, () -> 0);
    admission.bindTo(registry);
    server = new ReportServer(new Listen("127.0.0.1", 0, 2, transport),
        new Stages(admission, access, rateLimit, publisher), limits,
        new Time(InstantSource.fixed(java.time.Instant.ofEpochMilli(NOW)), System::nanoTime),
        registry);
  }

  static Harness start() throws IOException, InterruptedException {
    return start(PATIENT, ROOMY);
  }

  static Harness start(Limits limits, Bounds bounds) throws IOException, InterruptedException {
    return start(limits, bounds, Access.open());
  }

  static Harness start(Limits limits, Bounds bounds, Access access)
      throws IOException, InterruptedException {
    return start(limits, bounds, access, new RateLimit(UNLIMITED, System::nanoTime));
  }

  static Harness start(Limits limits, Bounds bounds, Access access, RateLimit rateLimit)
      throws IOException, InterruptedException {
    return started(new Harness(limits, bounds, access, rateLimit, PLAIN));
  }

  static Harness start(Limits limits, Bounds bounds, Access access, Transport transport)
      throws IOException, InterruptedException {
    return started(new Harness(limits, bounds, access, new RateLimit(UNLIMITED, System::nanoTime),
        transport));
  }

  static Harness start(Limits limits, Bounds bounds, Transport transport)
      throws IOException, InterruptedException {
    return start(limits, bounds, Access.open(), transport);
  }

  private static Harness started(Harness harness) throws IOException, InterruptedException {
    harness.publisher.start();
    harness.server.start();
    return harness;
  }

  HttpRequest.Builder request() {
    return HttpRequest.newBuilder(uri("/v1/reports")).header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(30));
  }

  HttpRequest.Builder batchRequest() {
    return HttpRequest.newBuilder(uri("/v1/reports/batch"))
        .header("Content-Type", "application/x-ndjson").timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> postBatch(String body) throws IOException, InterruptedException {
    return send(batchRequest().POST(BodyPublishers.ofString(body)));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  int port() {
    return server.port();
  }

  HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(request().POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postLater(String body) {
    return sendLater(request().POST(BodyPublishers.ofString(body)));
  }

  CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** Sends bytes as they are, and returns everything that comes back until the server closes. */
  String raw(String text) {
    try (var socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection that gives up reading after 30 s. */
  Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  double reports(String outcome) {
    return registry.get("epro.gateway.reports").tag("outcome", outcome).counter().count();
  }

  /** Nothing may be left counted once everything is answered. */
  void awaitNothingInFlight() {
    await().atMost(Duration.ofSeconds(10)).until(
        () -> admission.inflightRequests() == 0 && admission.inflightBytes() == 0);
  }

  @Override
  public void close() throws InterruptedException {
    client.shutdownNow();
    server.close(Duration.ofSeconds(5));
  }
}
