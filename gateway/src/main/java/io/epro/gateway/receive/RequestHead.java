package io.epro.gateway.receive;

import io.epro.gateway.admit.Credential;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say, before a byte of its body is looked at. */
sealed interface RequestHead {
  String REPORTS = "/v1/reports";
  String JSON = "application/json";
  CharSequence IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");
  CharSequence TRACEPARENT = AsciiString.cached("traceparent");

  /**
   * A report may follow.
   *
   * @param contentLength bytes, or -1 where the client does not say
   */
  record Acceptable(@Nullable UUID key, @Nullable String traceparent, Credential credential,
      long contentLength) implements RequestHead {
    @Override
    public String toString() {
      return "Acceptable[redacted]";
    }
  }

  /** Nothing that follows could be taken. */
  record Unacceptable(Problem problem) implements RequestHead {}

  /** Checks in the order of the answers' status, so that the plainest mistake is named first. */
  static RequestHead read(HttpServerRequest request, int maxBody) {
    if (!REPORTS.equals(request.path())) {
      return refuse(ProblemCode.NOT_FOUND, "there is nothing at this path; send reports to POST "
          + REPORTS);
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return refuse(ProblemCode.METHOD_NOT_ALLOWED, "send reports with POST");
    }
    var headers = request.headers();
    if (!isJson(headers.get(HttpHeaders.CONTENT_TYPE))) {
      return refuse(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "send one JSON object in UTF-8, with Content-Type: application/json");
    }
    var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      return refuse(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "a Content-Encoding is not supported; send the body as it is");
    }
    long length = contentLength(headers.get(HttpHeaders.CONTENT_LENGTH));
    if (length > maxBody) {
      return new Unacceptable(tooLarge(maxBody));
    }
    var keys = headers.getAll(IDEMPOTENCY_KEY);
    var key = keys.isEmpty() ? null : IdempotencyKey.parse(keys.getFirst()).orElse(null);
    if (keys.size() > 1 || (key == null && !keys.isEmpty())) {
      return refuse(ProblemCode.BAD_IDEMPOTENCY_KEY, "send one Idempotency-Key, a UUID of 36"
          + " characters such as 01890a5d-ac96-774b-bcce-b302099a8057, or none");
    }
    var trace = headers.get(TRACEPARENT);
    return new Acceptable(key, trace != null && TraceParent.isValid(trace) ? trace : null,
        Bearer.read(headers), length);
  }

  static Problem tooLarge(int maxBody) {
    return Problem.of(ProblemCode.TOO_LARGE,
        "a report may have at most " + maxBody + " bytes; this body has more");
  }

  private static Unacceptable refuse(ProblemCode code, String detail) {
    return new Unacceptable(Problem.of(code, detail));
  }

  /** {@code application/json}, alone or with {@code charset=utf-8}. */
  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    if (contentType.equals(JSON)) {
      return true;
    }
    var parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].strip().equals(JSON)) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip();
      boolean charset = parameter.startsWith("charset=");
      if (charset && !parameter.substring(8).replace("\"", "").equals("utf-8")) {
        return false;
      }
    }
    return true;
  }

  /** Netty has refused a length that is no number. */
  private static long contentLength(@Nullable String header) {
    try {
      return header == null ? -1 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
