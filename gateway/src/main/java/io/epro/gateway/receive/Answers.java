package io.epro.gateway.receive;

import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** Writes answers. A client that has gone away gets none, and that is no error. */
final class Answers {
  private static final CharSequence JSON = AsciiString.cached("application/json");
  private static final CharSequence NDJSON = AsciiString.cached("application/x-ndjson");
  private static final CharSequence PROBLEM = AsciiString.cached(Problem.MEDIA_TYPE);
  private static final CharSequence RETRY_AFTER = AsciiString.cached("retry-after");

  private Answers() {}

  // Nothing can be done about an answer that does not arrive: the client will ask again.
  @SuppressWarnings("FutureReturnValueIgnored")
  static void accepted(HttpServerResponse response, Outcome.Queued queued) {
    response.setStatusCode(202).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    end(response, queued.toJson().getBytes(StandardCharsets.UTF_8));
  }

  /** @return done when the answer is written, or nobody is there any more */
  static Future<Void> batch(HttpServerResponse response, Batch.Result result) {
    response.setStatusCode(result.status()).putHeader(HttpHeaders.CONTENT_TYPE, NDJSON);
    return end(response, result.body());
  }

  /** Whose status is set already. */
  @SuppressWarnings("FutureReturnValueIgnored") // as above
  static void empty(HttpServerResponse response) {
    if (!response.closed()) {
      response.end();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // as above
  static void problem(HttpServerResponse response, Problem problem) {
    response.setStatusCode(problem.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM);
    end(response, problem.toJson().getBytes(StandardCharsets.UTF_8));
  }

  /** @param seconds 0 where another try makes no sense */
  static void retryAfter(HttpServerResponse response, int seconds) {
    if (seconds > 0) {
      response.putHeader(RETRY_AFTER, Integer.toString(seconds));
    }
  }

  private static Future<Void> end(HttpServerResponse response, byte[] body) {
    return response.closed() ? Future.succeededFuture() : response.end(Buffer.buffer(body));
  }
}
