package io.epro.gateway.receive;

import io.epro.gateway.admit.Admission;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http2ServerConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of one event loop, which they never leave. */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  private final IdentityHashMap<HttpConnection, ConnectionWatch> open = new IdentityHashMap<>();
  private final Admission admission;
  private final ReceiveMetrics metrics;
  private final Limits limits;
  private final Time time;
  private final HttpServerOptions options;

  Connections(Shared shared, HttpServerOptions options) {
    this.admission = shared.stages().admission();
    this.metrics = shared.metrics();
    this.limits = shared.limits();
    this.time = shared.time();
    this.options = options;
  }

  // Nobody waits for a connection to be closed.
  @SuppressWarnings("FutureReturnValueIgnored")
  void onOpen(HttpConnection connection) {
    // Without a handler Vert.x logs the message, which quotes what the client sent.
    connection.exceptionHandler(e -> log.atDebug()
        .addKeyValue("failure", e.getClass().getSimpleName()).log("a connection failed"));
    if (!admission.openConnection()) {
      metrics.refusedConnection();
      connection.close();
      return;
    }
    open.put(connection, watch(connection));
    connection.closeHandler(nothing -> {
      open.remove(connection);
      admission.closeConnection();
    });
  }

  /** Null for a connection that was refused. */
  @Nullable
  ConnectionWatch watchOf(HttpConnection connection) {
    return open.get(connection);
  }

  /** Ends connections whose next request does not come. */
  void checkHeads() {
    long now = time.nano().getAsLong();
    // Closing changes the map.
    var late = open.values().stream().filter(watch -> watch.isLate(now, limits)).toList();
    for (var watch : late) {
      if (watch.close(Problems.requestTimeout(limits))) {
        metrics.refused(ProblemCode.REQUEST_TIMEOUT);
      }
    }
  }

  private ConnectionWatch watch(HttpConnection connection) {
    if (connection instanceof Http2ServerConnection) {
      return new StreamWatch(connection, time.nano());
    }
    // Vert.x' public API has no way to the channel, so this uses classes that are not of it.
    var pipeline = ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    pipeline.replace(VertxHttpRequestDecoder.class, "httpDecoder", new RequestDecoder(options));
    var watch = new HeadWatch(time.nano());
    if (connection.isSsl()) {
      pipeline.addAfter(pipeline.context(SslHandler.class).name(), null, watch);
    } else {
      pipeline.addFirst(watch);
    }
    return watch;
  }
}
