package io.epro.gateway.receive;

import io.epro.config.Loopback;
import io.epro.gateway.receive.tls.TlsIdentity;
import io.epro.gateway.receive.tls.TlsReload;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's public port: a fixed number of event loops, each with an HTTP server of its own. */
public final class ReportServer {
  private static final Logger log = LoggerFactory.getLogger(ReportServer.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  /** Any number: the event loops that name the same one share one free port. */
  private static final int FREE_PORT_ID = 1;

  private final Listen listen;
  private final Shared shared;
  private final MeterRegistry registry;
  private volatile @Nullable HttpServer server;
  private @Nullable Vertx vertx;
  private @Nullable TlsReload reload;

  /**
   * Where to listen.
   *
   * @param port 0 takes a free one
   * @param threads at least 1
   */
  public record Listen(String host, int port, int threads, Transport transport) {}

  public ReportServer(Listen listen, Stages stages, Limits limits, Time time,
      MeterRegistry registry) {
    this.listen = listen;
    this.shared = new Shared(stages, limits, time, new ReceiveMetrics(registry),
        new Cors(listen.transport().origins()), ApiDocument.read());
    this.registry = registry;
  }

  /** @throws IOException in plain words, when the address cannot be bound or the key not be used */
  public void start() throws IOException, InterruptedException {
    var files = listen.transport().tls();
    var identity = files == null ? null : TlsIdentity.read(files);
    if (identity == null && !Loopback.is(listen.host())) {
      log.atWarn().addKeyValue("host", listen.host()).log("the gateway listens without TLS:"
          + " whatever stands in front of it must bring it, on a network that nobody else reads");
    }
    listen(ServerOptions.of(listen.transport(), shared.limits(), identity));
    if (files != null && identity != null) {
      reload = new TlsReload(files, identity, this::use, registry);
      reload.start();
    }
  }

  private void listen(HttpServerOptions options) throws IOException, InterruptedException {
    var created = Vertx.vertx(options());
    vertx = created;
    var address = listen.port() == 0
        ? SocketAddress.sharedRandomPort(FREE_PORT_ID, listen.host())
        : SocketAddress.inetSocketAddress(listen.port(), listen.host());
    try {
      await(created.deployVerticle(
          () -> new ReportVerticle(address, options, shared, bound -> server = bound),
          new DeploymentOptions().setInstances(listen.threads())), START_LIMIT);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the gateway cannot listen on " + listen.host() + ":" + listen.port()
          + " (" + reason(e) + "); set another gateway.port or gateway.host", e);
    }
  }

  /** Any of the event loops' servers: they share the one that holds the port, and its TLS. */
  private void use(TlsIdentity identity) throws IOException, InterruptedException {
    var bound = server;
    var options = ServerOptions.of(listen.transport(), shared.limits(), identity).getSslOptions();
    if (bound != null && options != null) {
      try {
        await(bound.updateSSLOptions(options), START_LIMIT);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("TLS does not take key and certificates: " + reason(e), e);
      }
    }
  }

  /** The port that was bound. */
  public int port() {
    var bound = server;
    return bound == null ? 0 : bound.actualPort();
  }

  /** Closes the port and every connection. */
  public void close(Duration limit) throws InterruptedException {
    if (reload != null) {
      reload.close();
    }
    if (vertx == null) {
      return;
    }
    try {
      await(vertx.close(), limit);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends either way, and its connections with it.
      return;
    }
  }

  private static void await(Future<?> future, Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String reason(Exception e) {
    if (e instanceof TimeoutException) {
      return "not done within " + START_LIMIT.toSeconds() + " s";
    }
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
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
