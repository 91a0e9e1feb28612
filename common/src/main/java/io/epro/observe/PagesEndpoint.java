package io.epro.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link AdminPages}: files to everyone, {@code /api/} to whom {@link DebugAccess} lets in. On threads of
 * its own, since its answers ask database and brokers, and health has to answer meanwhile. What changes
 * something is a POST of JSON, which no form of another page can send.
 */
final class PagesEndpoint implements HttpHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PagesEndpoint.class);
  private static final String API = "/api/";
  private static final int THREADS = 2;
  private static final int WAITING = 32;
  private static final String JSON = "application/json";
  private static final int MOST_BYTES = 64 * 1024;

  private final DebugAccess access;
  private final AdminPages pages;
  private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 0,
      TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
      Thread.ofPlatform().name("console-", 1).daemon().factory());

  PagesEndpoint(DebugAccess access, AdminPages pages) {
    this.access = access;
    this.pages = pages;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    boolean api = exchange.getRequestURI().getPath().startsWith(API);
    boolean post = exchange.getRequestMethod().equals("POST");
    if (!exchange.getRequestMethod().equals("GET") && !(post && api)) {
      exchange.getResponseHeaders().set("Allow", api ? "GET, POST" : "GET");
      new Problem(405, "Method Not Allowed", "GET only, and POST for what changes something")
          .send(exchange);
    } else if (!api) {
      asset(exchange);
    } else if (post && !isJson(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      new Problem(415, "Unsupported Media Type", "send " + JSON).send(exchange);
    } else {
      switch (access.decide(exchange.getRequestHeaders())) {
        case DebugAccess.Refused(Problem problem) -> problem.send(exchange);
        case DebugAccess.Allowed(AdminUser user) -> {
          try {
            threads.execute(() -> answer(exchange, user));
          } catch (RejectedExecutionException e) {
            new Problem(503, "Service Unavailable", "too many questions at once").send(exchange);
          }
        }
      }
    }
  }

  private static boolean isJson(@Nullable String type) {
    return type != null && type.replaceFirst(";.*", "").strip().equalsIgnoreCase(JSON);
  }

  private void asset(HttpExchange exchange) throws IOException {
    var asset = pages.asset(exchange.getRequestURI().getPath());
    if (asset.isEmpty()) {
      new Problem(404, "Not Found", "there is no such page").send(exchange);
      return;
    }
    exchange.getResponseHeaders().set("Content-Security-Policy", asset.get().policy());
    send(exchange, 200, asset.get().contentType(), asset.get().bytes(),
        asset.get().immutable() ? "max-age=31536000, immutable" : "no-cache");
  }

  private void answer(HttpExchange exchange, AdminUser by) {
    try (exchange) {
      var uri = exchange.getRequestURI();
      String name = uri.getPath().substring(API.length());
      Optional<AdminPages.Answer> answer;
      if (exchange.getRequestMethod().equals("POST")) {
        byte[] sent = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (sent.length > MOST_BYTES) {
          new Problem(413, "Content Too Large", "at most " + MOST_BYTES + " bytes").send(exchange);
          return;
        }
        answer = pages.act(name, sent, by);
      } else {
        answer = pages.answer(name, query(uri.getRawQuery()), by);
      }
      if (answer.isEmpty()) {
        new Problem(404, "Not Found", "there is no such question").send(exchange);
      } else {
        send(exchange, answer.get().status(), JSON,
            answer.get().json().getBytes(StandardCharsets.UTF_8), "no-store");
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("The console's browser went away");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("path", exchange.getRequestURI().getPath())
          .log("The console cannot answer");
      failed(exchange);
    }
  }

  private static void failed(HttpExchange exchange) {
    try {
      new Problem(500, "Internal Server Error", "the log says why").send(exchange);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("The console's browser went away");
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] bytes,
      String caching) throws IOException {
    try (exchange) {
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", type);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cache-Control", caching);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    var all = new HashMap<String, String>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          all.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return all;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
