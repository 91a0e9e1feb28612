package io.epro.gateway.receive;

import java.util.Locale;

/**
 * Every way in which a request can fail: the code on the wire and in the metrics, the status, and
 * whether the same request may succeed later.
 */
public enum ProblemCode {
  BAD_REQUEST(400, false, "The request is not HTTP/1.1"),
  MALFORMED_ENCODING(400, false, "The body is not gzip"),
  MALFORMED_JSON(400, false, "The body is not one JSON object"),
  MISSING_PATIENT_ID(400, false, "The report names no patient"),
  BAD_IDEMPOTENCY_KEY(400, false, "The Idempotency-Key is not a UUID"),
  UNAUTHORIZED(401, false, "No valid token"),
  FORBIDDEN_PATIENT(403, false, "The token is another patient's"),
  NOT_FOUND(404, false, "Nothing is here"),
  METHOD_NOT_ALLOWED(405, false, "This resource has no such method"),
  REQUEST_TIMEOUT(408, true, "The request took too long to arrive"),
  TOO_LARGE(413, false, "The report or the batch is too large"),
  URI_TOO_LONG(414, false, "The request line is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, false, "The body's type is not supported"),
  HEADERS_TOO_LARGE(431, false, "The headers are too large"),
  RATE_LIMITED(429, true, "Too many reports of one patient"),
  INTERNAL_ERROR(500, true, "The gateway has a bug"),
  OVERLOADED(503, true, "The gateway is full"),
  BROKER_UNAVAILABLE(503, true, "The report could not be stored for now"),
  KEYS_UNAVAILABLE(503, true, "Tokens cannot be checked for now"),
  SHUTTING_DOWN(503, true, "This gateway is stopping");

  private final int status;
  private final boolean retryable;
  private final String title;
  private final String code = name().toLowerCase(Locale.ROOT);

  ProblemCode(int status, boolean retryable, String title) {
    this.status = status;
    this.retryable = retryable;
    this.title = title;
  }

  /** On the wire, and the metrics' label {@code outcome}. */
  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  /** The same request, sent again unchanged, may be accepted. */
  public boolean retryable() {
    return retryable;
  }

  public String title() {
    return title;
  }
}
