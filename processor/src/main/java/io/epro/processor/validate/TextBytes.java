package io.epro.processor.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Texts of one report, one behind the other in UTF-8. */
final class TextBytes {
  private byte[] bytes = new byte[256];
  private int size;

  /** @return where it ends; it begins where the one before ended */
  int put(String text) {
    byte[] more = text.getBytes(UTF_8);
    if (size + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more.length));
    }
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return size;
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }
}
