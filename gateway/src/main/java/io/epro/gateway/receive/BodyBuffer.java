package io.epro.gateway.receive;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Collects a body as it arrives. Most come in one piece, which is then copied just once. */
final class BodyBuffer {
  private static final byte[] NOTHING = {};

  private final int expected;
  private byte[] bytes = NOTHING;
  private int length;

  /** @param expected the body's length, or -1 where it is not known */
  BodyBuffer(int expected) {
    this.expected = expected;
  }

  void append(Buffer piece) {
    int size = piece.length();
    if (length == 0 && (size == expected || expected < 0)) {
      bytes = piece.getBytes();
    } else {
      makeRoom(length + size);
      piece.getBytes(bytes, length);
    }
    length += size;
  }

  int length() {
    return length;
  }

  /** The whole; to be called once, after the last piece. */
  byte[] toBytes() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void makeRoom(int needed) {
    if (needed > bytes.length) {
      int size = length == 0 ? Math.max(expected, needed) : Math.max(needed, 2 * bytes.length);
      bytes = Arrays.copyOf(bytes, size);
    }
  }
}
