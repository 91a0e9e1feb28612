package io.epro.gateway.receive;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What ends early: with HTTP/1.1 that is the connection, with HTTP/2 one stream of it. */
final class Endings {
  /** RFC 9113, section 7. */
  private static final long NO_ERROR = 0;

  private Endings() {}

  /** The request's answer, which is not written yet, is the last on its connection. */
  static void lastOnConnection(HttpServerRequest request) {
    if (isHttp2(request)) {
      request.connection().goAway(NO_ERROR);
    } else {
      closeAfterwards(request);
    }
  }

  /**
   * Where a body may follow that could not be told from the next request, the connection ends with
   * the answer, which is not written yet. With HTTP/2 a stream holds just one request.
   */
  static void closeAfterwards(HttpServerRequest request) {
    if (!isHttp2(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** Takes no more of this request, whose answer has been written. */
  // What is already gone is as good as closed.
  @SuppressWarnings("FutureReturnValueIgnored")
  static void cutOff(HttpServerRequest request) {
    if (isHttp2(request)) {
      request.response().reset(NO_ERROR);
    } else {
      request.connection().close();
    }
  }

  static boolean isHttp2(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2;
  }
}
