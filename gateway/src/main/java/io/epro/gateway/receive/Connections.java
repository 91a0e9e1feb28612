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

  /** Ends connections whose next request does not come to the end of its headers. */
  void checkHeads() {
    long now = time.nano().getAsLong();
    long limit = limits.request().toNanos();
    for (var watch : open.values()) {
      if (watch.isLate(now, limit)) {
        metrics.refused(ProblemCode.REQUEST_TIMEOUT);
        watch.close(Problems.requestTimeout(limits));
      }
    }
  }

  private ConnectionWatch watch(HttpConnection connection) {
    // The one use of Vert.x classes that are not its public API: that has no way to the channel.
    var pipeline = ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    var watch = connection instanceof Http2ServerConnection ? new FrameWatch(time.nano())
        : new HeadWatch(time.nano());
    if (connection.isSsl()) {
      pipeline.addAfter(pipeline.context(SslHandler.class).name(), null, watch);
    } else {
      pipeline.addFirst(watch);
    }
    return watch;
  }
}
