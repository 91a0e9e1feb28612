package io.epro.gateway.receive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as it came over the wire, up to the end of its connection.
 *
 * @param headers by name in lower case
 */
record RawAnswer(int status, Map<String, String> headers, String body) {

  /** Of exactly one answer whose length is as its headers say, or none at all to a HEAD. */
  static RawAnswer of(String text, boolean head) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer: " + text);
    }
    var lines = List.of(text.substring(0, end).split("\r\n", -1));
    var headers = new TreeMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip()) != null) {
        throw new AssertionError("a header twice: " + text);
      }
    }
    var body = text.substring(end + 4);
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    int announced = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    if (length != announced && !(head && length == 0)) {
      throw new AssertionError("a body of another length than announced: " + text);
    }
    return new RawAnswer(Integer.parseInt(lines.getFirst().split(" ", -1)[1]),
        Map.copyOf(headers), body);
  }

  /** Without parameters; empty where there is none. */
  String mediaType() {
    return headers.getOrDefault("content-type", "");
  }
}
