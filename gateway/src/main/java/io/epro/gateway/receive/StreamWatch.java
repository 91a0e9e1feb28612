package io.epro.gateway.receive;

import io.vertx.core.http.HttpConnection;
import java.util.function.LongSupplier;

/**
 * For HTTP/2: a connection without an open request may be kept for the idle timeout, whatever comes in
 * on it meanwhile: pings, settings, or headers that never end. (Where its frames begin cannot be known:
 * Vert.x gives the connection out in the middle of reading, after the client's first SETTINGS frame.)
 */
final class StreamWatch implements ConnectionWatch {
  private final HttpConnection connection;
  private final LongSupplier nanoTime;
  private int open;
  private long emptySince;

  StreamWatch(HttpConnection connection, LongSupplier nanoTime) {
    this.connection = connection;
    this.nanoTime = nanoTime;
    this.emptySince = nanoTime.getAsLong();
  }

  @Override
  public void requestBegins() {
    open++;
  }

  @Override
  public void requestEnds() {
    if (--open == 0) {
      emptySince = nanoTime.getAsLong();
    }
  }

  @Override
  public boolean isLate(long now, Limits limits) {
    return open == 0 && now - emptySince >= limits.idle().toNanos();
  }

  @Override
  // Nobody waits for a connection to be closed.
  @SuppressWarnings("FutureReturnValueIgnored")
  public boolean close(Problem problem) {
    connection.close();
    return false;
  }
}
