package io.epro.gateway.receive;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The gateway's public port: a fixed number of event loops, each with an HTTP server of its own. */
public final class ReportServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  /** Any number: the event loops that name the same one share one free port. */
  private static final int FREE_PORT_ID = 1;

  private final Listen listen;
  private final Stages stages;
  private final Limits limits;
  private final Time time;
  private final ReceiveMetrics metrics;
  private final AtomicInteger port = new AtomicInteger();
  private @Nullable Vertx vertx;

  /**
   * Where to listen.
   *
   * @param port 0 takes a free one
   * @param threads at least 1
   */
  public record Listen(String host, int port, int threads) {}

  public ReportServer(Listen listen, Stages stages, Limits limits, Time time,
      MeterRegistry registry) {
    this.listen = listen;
    this.stages = stages;
    this.limits = limits;
    this.time = time;
    this.metrics = new ReceiveMetrics(registry);
  }

  /** @throws IOException in plain words, when the address cannot be bound */
  public void start() throws IOException, InterruptedException {
    var created = Vertx.vertx(options());
    vertx = created;
    var address = listen.port() == 0
        ? SocketAddress.sharedRandomPort(FREE_PORT_ID, listen.host())
        : SocketAddress.inetSocketAddress(listen.port(), listen.host());
    try {
      created
          .deployVerticle(
              () -> new ReportVerticle(address, stages, limits, time, metrics, port::set),
              new DeploymentOptions().setInstances(listen.threads()))
          .toCompletionStage().toCompletableFuture()
          .get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("the gateway cannot listen on " + listen.host() + ":" + listen.port()
          + " (" + cause.getMessage() + "); set another gateway.port or gateway.host", e);
    }
  }

  /** The port that was bound. */
  public int port() {
    return port.get();
  }

  /** Closes the port and every connection. */
  public void close(Duration limit) throws InterruptedException {
    if (vertx == null) {
      return;
    }
    try {
      vertx.close().toCompletionStage().toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends either way, and its connections with it.
      return;
    }
  }

  private VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(listen.threads())
        // Nothing here blocks, so these have nothing to do; Vert.x wants one each.
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(new FileSystemOptions()
            .setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
  }
}
