package io.epro.gateway.receive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as its bytes on the wire, so that it can be as wrong as may be.
 *
 * @param lines after the request line, each without its end
 * @param body null for none
 * @param whole false for one whose last bytes never come
 */
record RawRequest(String method, String target, List<String> lines, byte @Nullable [] body,
    boolean whole) {

  RawRequest(String method, String target) {
    this(method, target, List.of("Host: x", "Connection: close"), null, true);
  }

  RawRequest method(String other) {
    return new RawRequest(other, target, lines, body, whole);
  }

  RawRequest target(String other) {
    return new RawRequest(method, other, lines, body, whole);
  }

  RawRequest header(String name, String value) {
    var others = new ArrayList<>(lines.stream().filter(line -> !line.toLowerCase(Locale.ROOT)
        .startsWith(name.toLowerCase(Locale.ROOT) + ":")).toList());
    others.add(name + ": " + value);
    return new RawRequest(method, target, List.copyOf(others), body, whole);
  }

  /** A header line, well-formed or not. */
  RawRequest line(String line) {
    var more = new ArrayList<>(lines);
    more.add(line);
    return new RawRequest(method, target, List.copyOf(more), body, whole);
  }

  RawRequest body(byte[] other) {
    return new RawRequest(method, target, lines, other, whole);
  }

  RawRequest body(String other) {
    return body(other.getBytes(StandardCharsets.UTF_8));
  }

  /** Another body, where there is one at all. */
  RawRequest otherBody(String other) {
    return body == null ? this : body(other);
  }

  /** The body and then this, where there is a body at all. */
  RawRequest andThen(String more) {
    return body == null ? this : body(new String(body, StandardCharsets.UTF_8) + more);
  }

  RawRequest cutOff() {
    return new RawRequest(method, target, lines, body, false);
  }

  byte[] bytes() {
    var text = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    lines.forEach(line -> text.append(line).append("\r\n"));
    if (body != null) {
      text.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    if (body != null) {
      out.writeBytes(body);
    }
    byte[] all = out.toByteArray();
    return whole ? all : Arrays.copyOf(all, all.length - 1);
  }
}
