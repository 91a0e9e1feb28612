package io.epro.gateway.receive;

import io.epro.gateway.publish.RawReport;
import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes answers. A client that has gone away gets none, and that is no error. */
final class Answers {
  private static final CharSequence JSON = AsciiString.cached("application/json");
  private static final CharSequence PROBLEM = AsciiString.cached(Problem.MEDIA_TYPE);
  private static final CharSequence RETRY_AFTER = AsciiString.cached("retry-after");
  private static final HexFormat HEX = HexFormat.of();

  private Answers() {}

  static void accepted(HttpServerResponse response, RawReport report) {
    response.setStatusCode(202).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    end(response, "{\"status\":\"queued\",\"reportId\":\"" + report.id() + "\",\"sha256\":\""
        + HEX.formatHex(report.sha256()) + "\"}");
  }

  static void problem(HttpServerResponse response, Problem problem) {
    response.setStatusCode(problem.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM);
    if (problem.code() == ProblemCode.METHOD_NOT_ALLOWED) {
      response.putHeader(HttpHeaders.ALLOW, "POST");
    }
    end(response, problem.toJson());
  }

  static void retryAfter(HttpServerResponse response, int seconds) {
    response.putHeader(RETRY_AFTER, Integer.toString(seconds));
  }

  static void closeAfterwards(HttpServerResponse response) {
    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
  }

  // Nothing can be done about an answer that does not arrive: the client will ask again.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void end(HttpServerResponse response, String body) {
    if (!response.closed()) {
      response.end(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
