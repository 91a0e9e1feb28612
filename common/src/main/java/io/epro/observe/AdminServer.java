package io.epro.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin port of a process: {@code /health/live}, {@code /health/ready} and {@code /metrics} for
 * everyone, {@code /debug/profile} for whom {@link DebugAccess} lets in. It has two threads of its own,
 * so that it answers while the process is busy.
 */
public final class AdminServer implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  // Of all HTTP servers of the JDK's kind in this JVM, unless told otherwise on its command line. The
  // times are seconds, as the code has it; the JDK's documentation says milliseconds.
  static {
    bound("sun.net.httpserver.maxReqTime", 10);
    bound("sun.net.httpserver.maxRspTime", 120);
    bound("jdk.httpserver.maxConnections", 256);
  }

  private final InetSocketAddress address;
  private final Supplier<Health> live;
  private final Supplier<Health> ready;
  private final PrometheusMeterRegistry metrics;
  private final ExecutorService threads = Executors.newFixedThreadPool(2,
      Thread.ofPlatform().name("admin-", 1).daemon().factory());
  private final DebugAccess access;
  private final ProfileEndpoint profile;
  private @Nullable PagesEndpoint pages;
  private @Nullable HttpServer server;

  /** @param users of {@code /debug/}; without any it is closed unless the address is loopback */
  public AdminServer(InetSocketAddress address, Optional<? extends AdminUsers> users,
      Supplier<Health> live, Supplier<Health> ready, PrometheusMeterRegistry metrics) {
    this.address = address;
    this.access = new DebugAccess(
        !address.isUnresolved() && address.getAddress().isLoopbackAddress(), users);
    this.profile = new ProfileEndpoint(access);
    this.live = live;
    this.ready = ready;
    this.metrics = metrics;
  }

  /** Shows these as well, from {@link #start} on. */
  public AdminServer show(AdminPages shown) {
    pages = new PagesEndpoint(access, shown);
    return this;
  }

  /**
   * Takes profiles of all of these as well.
   *
   * @param instances by {@code host:port} of their admin ports, this one's among them
   */
  public AdminServer among(Supplier<? extends Collection<String>> instances) {
    profile.among(new AllInstances(instances));
    return this;
  }

  /** @throws IOException naming the address, when it cannot be bound */
  public void start() throws IOException {
    HttpServer created;
    try {
      created = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException("the admin server cannot listen on " + address.getHostString() + ":"
          + address.getPort() + " (" + e.getMessage() + "); set another admin port", e);
    }
    created.createContext("/health/live", exchange -> answer(exchange, "/health/live", live.get()));
    created.createContext("/health/ready",
        exchange -> answer(exchange, "/health/ready", ready.get()));
    created.createContext("/metrics", exchange -> answer(exchange, "/metrics", 200,
        "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
    created.createContext("/debug/", profile);
    if (pages != null) {
      created.createContext("/", pages);
    }
    created.setExecutor(threads);
    created.start();
    server = created;
  }

  /** The port that was bound, for a configured port of 0. */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    profile.close();
    if (pages != null) {
      pages.close();
    }
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private static void bound(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(value));
    }
  }

  /** The body of an answer about health. */
  private record Told(String status, List<String> reasons, String version, String commit) {}

  private static void answer(HttpExchange exchange, String path, Health health) throws IOException {
    var build = Build.current();
    var body = JSON.writeValueAsString(new Told(health.ready() ? "UP" : "DOWN", health.reasons(),
        build.version(), build.commit()));
    answer(exchange, path, health.ready() ? 200 : 503, "application/json", body);
  }

  private static void answer(HttpExchange exchange, String path, int status, String type,
      String body)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(path)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
