package io.epro.gateway.receive;

import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * Which web pages may send reports from a browser (the Fetch standard's CORS protocol). Origins are
 * compared character by character. Credentials are never allowed: a token comes in a header that the
 * page sets, not in a cookie that the browser adds.
 */
final class Cors {
  private static final CharSequence EXPOSED = AsciiString.cached("retry-after, www-authenticate");
  private static final CharSequence HEADERS = AsciiString.cached(
      "authorization, content-encoding, content-type, idempotency-key, traceparent");
  private static final CharSequence ORIGIN = AsciiString.cached("origin");
  /** Seconds for which a browser need not ask again; browsers have bounds of their own. */
  private static final CharSequence MAX_AGE = AsciiString.cached("7200");

  private final Set<String> origins;

  Cors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** Lets the page that sent this request read the answer, if it may. */
  void mark(HttpServerRequest request) {
    if (origins.isEmpty()) {
      return;
    }
    var response = request.response();
    response.putHeader(HttpHeaders.VARY, ORIGIN);
    if (isAllowed(request)) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
          request.headers().get(HttpHeaders.ORIGIN));
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
  }

  /** Whether a browser asks for a page that may send here. Such a question has no token. */
  boolean isPreflight(HttpServerRequest request) {
    return HttpMethod.OPTIONS.equals(request.method()) && isAllowed(request)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
        && RequestHead.methods(request.path()) != null;
  }

  /** What a page may send; the browser compares. */
  void allow(HttpServerRequest request) {
    request.response().setStatusCode(204)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, RequestHead.methods(request.path()))
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE);
  }

  private boolean isAllowed(HttpServerRequest request) {
    var origin = request.headers().get(HttpHeaders.ORIGIN);
    return origin != null && origins.contains(origin);
  }
}
