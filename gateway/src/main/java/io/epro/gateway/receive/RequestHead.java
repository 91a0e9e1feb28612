package io.epro.gateway.receive;

import io.epro.gateway.admit.Credential;
import io.epro.topics.TraceParent;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say, before a byte of its body is looked at. */
sealed interface RequestHead {
  CharSequence IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");
  CharSequence TRACEPARENT = AsciiString.cached("traceparent");

  /** What can be sent here. */
  enum Route {
    REPORT("/v1/reports", "application/json",
        "send one JSON object in UTF-8, with Content-Type: application/json"),
    BATCH("/v1/reports/batch", "application/x-ndjson",
        "send one JSON object a line in UTF-8, with Content-Type: application/x-ndjson");

    private final String path;
    private final String type;
    private final String wanted;

    Route(String path, String type, String wanted) {
      this.path = path;
      this.type = type;
      this.wanted = wanted;
    }

    static @Nullable Route of(@Nullable String path) {
      return REPORT.path.equals(path) ? REPORT : BATCH.path.equals(path) ? BATCH : null;
    }

    int most(Sizes sizes) {
      return this == REPORT ? sizes.report() : sizes.batch();
    }

    Problem tooLarge(Sizes sizes) {
      return this == REPORT ? Problems.reportTooLarge(sizes.report())
          : Problems.batchTooLarge(sizes.batch());
    }
  }

  /**
   * A report or a batch may follow.
   *
   * @param contentLength bytes, or -1 where the client does not say
   */
  record Acceptable(Route route, @Nullable UUID key, @Nullable String traceparent,
      Credential credential, boolean gzip, long contentLength) implements RequestHead {
    @Override
    public String toString() {
      return "Acceptable[redacted]";
    }
  }

  /** Nothing that follows could be taken. */
  record Unacceptable(Problem problem) implements RequestHead {}

  /** There is something at this path, but not for this method. */
  record WrongMethod(String allowed) implements RequestHead {
    Problem problem() {
      return Problem.of(ProblemCode.METHOD_NOT_ALLOWED,
          "the methods of this path are in the header Allow; reports are sent with POST");
    }
  }

  /** The API's description is asked for. */
  record Description() implements RequestHead {}

  /** What {@code Allow} says of a path; null where nothing is. */
  static @Nullable String methods(@Nullable String path) {
    return Route.of(path) != null ? HttpMethod.POST.name()
        : ApiDocument.PATH.equals(path) ? ApiDocument.METHODS : null;
  }

  /** Checks in the order of the answers' status, so that the plainest mistake is named first. */
  static RequestHead read(HttpServerRequest request, Sizes sizes) {
    var route = Route.of(request.path());
    if (route == null) {
      return besideReports(request);
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return new WrongMethod(HttpMethod.POST.name());
    }
    var headers = request.headers();
    var types = headers.getAll(HttpHeaders.CONTENT_TYPE);
    if (types.size() != 1 || !isOf(route.type, types.getFirst())) {
      return refuse(ProblemCode.UNSUPPORTED_MEDIA_TYPE, route.wanted);
    }
    var encodings = headers.getAll(HttpHeaders.CONTENT_ENCODING);
    var encoding = encodings.size() == 1 ? encodings.getFirst().strip() : "";
    boolean gzip = encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
    if (!gzip && !encodings.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      return refuse(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "the Content-Encoding may be gzip, once; or send the body as it is");
    }
    long length = contentLength(headers.get(HttpHeaders.CONTENT_LENGTH));
    if (length > route.most(sizes)) {
      return new Unacceptable(route.tooLarge(sizes));
    }
    var keys = headers.getAll(IDEMPOTENCY_KEY);
    var key = keys.isEmpty() ? null : IdempotencyKey.parse(keys.getFirst()).orElse(null);
    if (keys.size() > 1 || (key == null && !keys.isEmpty())) {
      return refuse(ProblemCode.BAD_IDEMPOTENCY_KEY, "send one Idempotency-Key, a UUID of 36"
          + " characters such as 01890a5d-ac96-774b-bcce-b302099a8057, or none");
    }
    if (key != null && route == Route.BATCH) {
      return refuse(ProblemCode.BAD_IDEMPOTENCY_KEY, "a batch has no Idempotency-Key of its own;"
          + " each line may be {\"idempotencyKey\":…,\"report\":{…}}");
    }
    return new Acceptable(route, key, traceparent(headers), Bearer.read(headers), gzip, length);
  }

  /** The header, where it is of its form. */
  static @Nullable String traceparent(MultiMap headers) {
    var trace = headers.get(TRACEPARENT);
    return trace != null && TraceParent.isValid(trace.getBytes(StandardCharsets.ISO_8859_1))
        ? trace
        : null;
  }

  private static RequestHead besideReports(HttpServerRequest request) {
    if (!ApiDocument.PATH.equals(request.path())) {
      return refuse(ProblemCode.NOT_FOUND, "there is nothing at this path; send reports to POST "
          + Route.REPORT.path + " or " + Route.BATCH.path + ", described in " + ApiDocument.PATH);
    }
    boolean read = request.method().equals(HttpMethod.GET)
        || request.method().equals(HttpMethod.HEAD);
    return read ? new Description() : new WrongMethod(ApiDocument.METHODS);
  }

  private static Unacceptable refuse(ProblemCode code, String detail) {
    return new Unacceptable(Problem.of(code, detail));
  }

  /** The type, alone or with {@code charset=utf-8}. */
  private static boolean isOf(String type, String contentType) {
    if (contentType.equals(type)) {
      return true;
    }
    var parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].strip().equals(type)) {
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
