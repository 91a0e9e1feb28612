package io.epro.processor.enrich;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON being written as UTF-8 into a buffer that is used again for the next. Confined to one thread;
 * as large as the largest text it has held.
 */
final class JsonBytes {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1024];
  private int length;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  JsonBytes raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** ASCII only, not escaped: literals and punctuation. */
  JsonBytes ascii(String json) {
    reserve(json.length());
    for (int i = 0; i < json.length(); i++) {
      bytes[length++] = (byte) json.charAt(i);
    }
    return this;
  }

  /** A JSON string with its quotes (RFC 8259, section 7): only what must be escaped is. */
  JsonBytes string(String text) {
    ascii("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < 0x20) {
        escaped(c);
      } else {
        i += character(text, i) - 1;
      }
    }
    return ascii("\"");
  }

  /** Text as it is, neither quoted nor escaped. */
  JsonBytes text(String text) {
    for (int i = 0; i < text.length();) {
      i += character(text, i);
    }
    return this;
  }

  /** Writes one code point and says how many chars it took; half a pair becomes a question mark. */
  private int character(String text, int at) {
    reserve(4);
    int point = text.codePointAt(at);
    if (point < 0x80) {
      bytes[length++] = (byte) point;
    } else if (point < 0x800) {
      bytes[length++] = (byte) (0xC0 | point >> 6);
      continuation(point);
    } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      bytes[length++] = '?';
    } else if (point < 0x10000) {
      bytes[length++] = (byte) (0xE0 | point >> 12);
      continuation(point >> 6);
      continuation(point);
    } else {
      bytes[length++] = (byte) (0xF0 | point >> 18);
      continuation(point >> 12);
      continuation(point >> 6);
      continuation(point);
    }
    return Character.charCount(point);
  }

  private void continuation(int bits) {
    bytes[length++] = (byte) (0x80 | (bits & 0x3F));
  }

  private void escaped(char c) {
    switch (c) {
      case '"' -> ascii("\\\"");
      case '\\' -> ascii("\\\\");
      case '\b' -> ascii("\\b");
      case '\t' -> ascii("\\t");
      case '\n' -> ascii("\\n");
      case '\f' -> ascii("\\f");
      case '\r' -> ascii("\\r");
      default -> {
        ascii("\\u00");
        reserve(2);
        bytes[length++] = HEX[c >> 4];
        bytes[length++] = HEX[c & 0xF];
      }
    }
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
