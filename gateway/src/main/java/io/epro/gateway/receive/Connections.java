package io.epro.gateway.receive;

import io.epro.gateway.admit.Admission;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections of one event loop, which they never leave. */
final class Connections {
  private final IdentityHashMap<HttpConnection, HeadWatch> open = new IdentityHashMap<>();
  private final Admission admission;
  private final ReceiveMetrics metrics;
  private final Limits limits;
  private final Time time;

  Connections(Admission admission, ReceiveMetrics metrics, Limits limits, Time time) {
    this.admission = admission;
    this.metrics = metrics;
    this.limits = limits;
    this.time = time;
  }

  // Nobody waits for a connection to be closed.
  @SuppressWarnings("FutureReturnValueIgnored")
  void onOpen(HttpConnection connection) {
    if (!admission.openConnection()) {
      metrics.refusedConnection();
      connection.close();
      return;
    }
    var watch = new HeadWatch(time.nano());
    // The one use of a Vert.x class that is not its public API: that has no way to the channel.
    ((HttpServerConnection) connection).channelHandlerContext().pipeline().addFirst(watch);
    open.put(connection, watch);
    connection.closeHandler(nothing -> {
      open.remove(connection);
      admission.closeConnection();
    });
  }

  /** Null for a connection that was refused. */
  @Nullable
  HeadWatch watchOf(HttpConnection connection) {
    return open.get(connection);
  }

  /** Ends connections whose next request does not come to the end of its headers. */
  void checkHeads() {
    long now = time.nano().getAsLong();
    long limit = limits.request().toNanos();
    for (var watch : open.values()) {
      if (watch.isLate(now, limit)) {
        metrics.refused(ProblemCode.REQUEST_TIMEOUT);
        watch.requestBegins();
        watch.answerAndClose(Problems.requestTimeout(limits));
      }
    }
  }
}
