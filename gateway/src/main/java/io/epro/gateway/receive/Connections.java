package io.epro.gateway.receive;

import io.epro.gateway.admit.Admission;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http2ServerConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections of one event loop, which they never leave. */
final class Connections {
  private final IdentityHashMap<HttpConnection, ConnectionWatch> open = new IdentityHashMap<>();
  private final Admission admission;
  private final ReceiveMetrics metrics;
  private final Limits limits;
  private final Time time;

  Connections(Shared shared) {
    this.admission = shared.stages().admission();
    this.metrics = shared.metrics();
    this.limits = shared.limits();
    this.time = shared.time();
  }

  // Nobody waits for a connection to be closed.
  @SuppressWarnings("FutureReturnValueIgnored")
  void onOpen(HttpConnection connection) {
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
    // The one use of Vert.x classes that are not its public API: that has no way to the channel.
    var pipeline = ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    var watch = new HeadWatch(time.nano());
    if (connection.isSsl()) {
      pipeline.addAfter(pipeline.context(SslHandler.class).name(), null, watch);
    } else {
      pipeline.addFirst(watch);
    }
    return watch;
  }
}
