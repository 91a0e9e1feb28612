package io.epro.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.epro.profile.Profile;
import io.epro.profile.ProfileRequest;
import io.epro.profile.Profiler;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /debug/profile?type=cpu&seconds=10&format=flamegraph}: answers when the recording is done.
 * The waiting is done on threads of its own, so that health and metrics go on answering.
 */
final class ProfileEndpoint implements HttpHandler, AutoCloseable {
  static final String PATH = "/debug/profile";
  private static final Logger LOG = LoggerFactory.getLogger(ProfileEndpoint.class);
  /** One records; the others send what is recorded, or say that it is busy. */
  private static final int THREADS = 4;
  private static final int CLOSE_SECONDS = 2;
  /** Nothing from anywhere, but the page's own script and style. */
  private static final String PAGE_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

  private final DebugAccess access;
  private final Profiler profiler = new Profiler();
  private volatile @Nullable AllInstances all;
  private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, THREADS, 1,
      TimeUnit.SECONDS, new SynchronousQueue<>(),
      Thread.ofPlatform().name("profile-", 1).daemon().factory());

  ProfileEndpoint(DebugAccess access) {
    this.access = access;
  }

  /** Also of all of these, from now on. */
  void among(AllInstances instances) {
    all = instances;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (access
        .decide(exchange.getRequestHeaders()) instanceof DebugAccess.Refused(Problem problem)) {
      if (problem.status() == 401) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      }
      problem.send(exchange);
    } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
      new Problem(404, "Not Found", "here is only " + PATH).send(exchange);
    } else if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      new Problem(405, "Method Not Allowed", "GET only").send(exchange);
    } else {
      switch (ProfileRequest.parse(exchange.getRequestURI().getRawQuery())) {
        case ProfileRequest.Unclear(String reason) ->
          new Problem(400, "Bad Request", reason).send(exchange);
        case ProfileRequest.Wanted(ProfileRequest request) when all == null
            && request.instances() == ProfileRequest.Instances.ALL ->
          new Problem(400, "Bad Request",
              "this program does not know its other instances: ask each").send(exchange);
        case ProfileRequest.Wanted(ProfileRequest request) -> begin(exchange, request);
      }
    }
  }

  /** Ends a recording that runs, whose client is told 503, and waits until its files are gone. */
  @Override
  public void close() {
    profiler.close();
    var known = all;
    if (known != null) {
      known.close();
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(HttpExchange exchange, ProfileRequest request) throws IOException {
    try {
      threads.execute(() -> answer(exchange, request));
    } catch (RejectedExecutionException e) {
      busy(exchange);
    }
  }

  private void answer(HttpExchange exchange, ProfileRequest request) {
    try (exchange) {
      var outcome = take(exchange, request);
      LOG.atInfo().addKeyValue("type", request.type().word())
          .addKeyValue("seconds", request.length().toSeconds())
          .addKeyValue("format", request.format().word())
          .addKeyValue("outcome", outcome.getClass().getSimpleName())
          .log("a profile was asked for");
      answer(exchange, request, outcome);
    } catch (IOException e) {
      LOG.atInfo().setCause(e).log("the client of a profile went away before its end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Profiler.Outcome take(HttpExchange exchange, ProfileRequest request)
      throws InterruptedException {
    try {
      var known = all;
      if (known != null && request.instances() == ProfileRequest.Instances.ALL) {
        return ofAll(known.take(request, exchange.getRequestHeaders().getFirst("Authorization")),
            exchange);
      }
      return profiler.take(request, new Peer(exchange)::waits);
    } catch (IOException | RuntimeException e) {
      LOG.atError().setCause(e).log("a profile could not be taken");
      return new Profiler.Unavailable("it could not be taken; the log says why");
    }
  }

  private static Profiler.Outcome ofAll(AllInstances.Taken taken, HttpExchange exchange) {
    String missing = taken.missing().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      exchange.getResponseHeaders().set("X-Profile-Missing", missing);
    }
    return taken.profile() == null
        ? new Profiler.Unavailable("no instance gave one: " + missing)
        : new Profiler.Recorded(taken.profile());
  }

  private static void answer(HttpExchange exchange, ProfileRequest request,
      Profiler.Outcome outcome) throws IOException {
    switch (outcome) {
      case Profiler.Recorded(Profile profile) -> {
        try (profile) {
          send(exchange, request, profile);
        }
      }
      case Profiler.Busy() -> busy(exchange);
      case Profiler.Unwanted() -> {
      }
      case Profiler.Stopped() ->
        new Problem(503, "Service Unavailable", "the process stops").send(exchange);
      case Profiler.Unavailable(String reason) ->
        new Problem(501, "Not Implemented", reason).send(exchange);
    }
  }

  private static void busy(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Retry-After",
        String.valueOf(ProfileRequest.MAX_SECONDS));
    new Problem(429, "Too Many Requests",
        "another profile is being taken; one at a time, of at most " + ProfileRequest.MAX_SECONDS
            + " seconds")
        .send(exchange);
  }

  private static void send(HttpExchange exchange, ProfileRequest request, Profile profile)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    var format = request.format();
    headers.set("Content-Type", format.contentType());
    headers.set("Content-Disposition", "inline; filename=\"" + request.type().word() + "."
        + format.extension() + "\"");
    headers.set("Content-Security-Policy", PAGE_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Profile-Seconds", String.valueOf(profile.length().toMillis() / 1e3));
    // A length of 0 would mean "unknown".
    long size = Files.size(profile.file());
    exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
    Files.copy(profile.file(), exchange.getResponseBody());
  }
}
