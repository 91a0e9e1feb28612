package io.epro.gateway.receive;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of a failure, as RFC 9457 has it.
 *
 * @param detail what is wrong, where, and what to do: our own words and numbers, never the input's
 * @param pointer to the field (RFC 6901), where it is about one
 */
public record Problem(ProblemCode code, String detail, @Nullable String pointer) {
  static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, null);
  }

  /** The problem document. */
  public String toJson() {
    var json = new StringBuilder(320)
        .append("{\"type\":\"urn:epro:problem:").append(code.code())
        .append("\",\"title\":\"").append(code.title())
        .append("\",\"status\":").append(code.status())
        .append(",\"detail\":\"");
    JsonStringEncoder.getInstance().quoteAsString(detail, json);
    json.append("\",\"code\":\"").append(code.code())
        .append("\",\"retryable\":").append(code.retryable());
    if (pointer != null) {
      json.append(",\"pointer\":\"").append(pointer).append('"');
    }
    return json.append('}').toString();
  }
}
