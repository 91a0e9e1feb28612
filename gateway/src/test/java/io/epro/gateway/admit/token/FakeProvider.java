package io.epro.gateway.admit.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An identity provider's key set on loopback, which can be changed, broken, held and taken away. */
public final class FakeProvider implements AutoCloseable {
  private final AtomicInteger fetches = new AtomicInteger();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{\"keys\":[]}";
  private volatile CountDownLatch held = new CountDownLatch(0);

  public FakeProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/keys", this::serve);
    server.start();
  }

  public FakeProvider with(SigningKey... keys) {
    return answering(200, Arrays.stream(keys).map(SigningKey::jwk)
        .collect(Collectors.joining(",", "{\"keys\":[", "]}")));
  }

  public FakeProvider answering(int newStatus, String newAnswer) {
    status = newStatus;
    answer = newAnswer;
    return this;
  }

  /** Answers wait, after their headers, until {@link #release()}. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  public int fetches() {
    return fetches.get();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  public KeySource.Jwks source() {
    return new KeySource.Jwks(url(), Duration.ofMinutes(10), Duration.ofMillis(100),
        Duration.ofSeconds(2), 64 << 10);
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    byte[] body = answer.getBytes(UTF_8);
    try (exchange) {
      if (status >= 300 && status < 400) {
        exchange.getResponseHeaders().set("Location", "/keys?again");
      }
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body, 0, 1);
      exchange.getResponseBody().flush();
      held.await(60, TimeUnit.SECONDS);
      exchange.getResponseBody().write(body, 1, body.length - 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
