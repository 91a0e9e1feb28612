package io.epro.processor.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Texts of one report, one behind the other in UTF-8. Used again after {@link #begin}. */
final class TextBytes {
  private byte[] bytes = new byte[512];
  private int size;

  /** Begins with the document itself, so that its own slices are slices of this, too. */
  void begin(byte[] document) {
    size = 0;
    reserve(document.length);
    System.arraycopy(document, 0, bytes, 0, document.length);
    size = document.length;
  }

  /** @return where it ends; it begins where the one before ended */
  int put(String text) {
    byte[] more = text.getBytes(UTF_8);
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return size;
  }

  /**
   * Puts in what a string of the document says, whose escapes are well-formed (RFC 8259, section 7).
   *
   * @return false if that is nothing Postgres can hold: U+0000, or half a surrogate pair
   */
  boolean putUnescaped(byte[] json, int from, int to) {
    // No escape is shorter than what it stands for.
    reserve(to - from);
    for (int i = from; i < to;) {
      if (json[i] != '\\') {
        bytes[size++] = json[i++];
      } else if (json[i + 1] != 'u') {
        bytes[size++] = meaning(json[i + 1]);
        i += 2;
      } else {
        int point = hex(json, i + 2);
        i += 6;
        if (Character.isHighSurrogate((char) point) && i + 6 <= to && json[i] == '\\'
            && json[i + 1] == 'u' && Character.isLowSurrogate((char) hex(json, i + 2))) {
          point = Character.toCodePoint((char) point, (char) hex(json, i + 2));
          i += 6;
        }
        if (point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
          return false;
        }
        putPoint(point);
      }
    }
    return true;
  }

  int size() {
    return size;
  }

  /** The texts, until more are put in. */
  byte[] bytes() {
    return bytes;
  }

  private static byte meaning(byte escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escape;
    };
  }

  private static int hex(byte[] json, int at) {
    return Character.digit(json[at], 16) << 12 | Character.digit(json[at + 1], 16) << 8
        | Character.digit(json[at + 2], 16) << 4 | Character.digit(json[at + 3], 16);
  }

  private void putPoint(int point) {
    if (point < 0x80) {
      bytes[size++] = (byte) point;
    } else if (point < 0x800) {
      bytes[size++] = (byte) (0xC0 | point >> 6);
      putContinuation(point);
    } else if (point < 0x10000) {
      bytes[size++] = (byte) (0xE0 | point >> 12);
      putContinuation(point >> 6);
      putContinuation(point);
    } else {
      bytes[size++] = (byte) (0xF0 | point >> 18);
      putContinuation(point >> 12);
      putContinuation(point >> 6);
      putContinuation(point);
    }
  }

  private void putContinuation(int bits) {
    bytes[size++] = (byte) (0x80 | (bits & 0x3F));
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
