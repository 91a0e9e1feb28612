package io.epro.processor.sink;

import java.nio.charset.StandardCharsets;

/** The inside of a JSON string (RFC 8259, section 7): only what must be escaped is. */
final class JsonText {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  /** Appends a slice of UTF-8. */
  static void put(byte[] utf8, int from, int to, CopyBuffer json) {
    int plain = from;
    for (int i = from; i < to; i++) {
      byte b = utf8[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        json.putBytes(utf8, plain, i);
        escaped(b, json);
        plain = i + 1;
      }
    }
    json.putBytes(utf8, plain, to);
  }

  private static void escaped(byte b, CopyBuffer json) {
    json.putByte('\\');
    switch (b) {
      case '"', '\\' -> json.putByte(b);
      case '\b' -> json.putByte('b');
      case '\t' -> json.putByte('t');
      case '\n' -> json.putByte('n');
      case '\f' -> json.putByte('f');
      case '\r' -> json.putByte('r');
      default -> {
        json.putByte('u');
        json.putByte('0');
        json.putByte('0');
        json.putByte(HEX[b >> 4]);
        json.putByte(HEX[b & 0xF]);
      }
    }
  }
}
