package io.epro.bench.load;

import java.nio.ByteBuffer;

/** Where a chunked body (RFC 9112, 7.1) ends, however it is cut into pieces. Not thread-safe. */
final class Chunks {
  private static final int CRLF = 2;
  private static final int LOWER = 0x20;

  private State state = State.SIZE;
  private long size;
  private long left;
  private boolean lineEmpty;

  private enum State {
    SIZE, EXTENSION, DATA, TRAILER, END
  }

  void begin() {
    state = State.SIZE;
    size = 0;
  }

  /** @return whether the body is complete */
  boolean take(ByteBuffer from) {
    while (from.hasRemaining() && state != State.END) {
      if (state == State.DATA) {
        data(from);
      } else {
        step(from.get());
      }
    }
    return state == State.END;
  }

  private void data(ByteBuffer from) {
    int now = (int) Math.min(left, from.remaining());
    from.position(from.position() + now);
    left -= now;
    if (left == 0) {
      begin();
    }
  }

  private void step(byte next) {
    if (next == '\n') {
      lineEnds();
    } else if (state == State.SIZE && next != '\r') {
      sizeDigit(next);
    } else if (state == State.TRAILER && next != '\r') {
      lineEmpty = false;
    }
  }

  private void lineEnds() {
    if (state == State.TRAILER) {
      state = lineEmpty ? State.END : State.TRAILER;
      lineEmpty = true;
    } else if (size == 0) {
      state = State.TRAILER;
      lineEmpty = true;
    } else {
      state = State.DATA;
      left = size + CRLF;
    }
  }

  private void sizeDigit(byte next) {
    if (next == ';') {
      state = State.EXTENSION;
      return;
    }
    int digit = Character.digit(next | (next > '9' ? LOWER : 0), 16);
    if (digit < 0) {
      throw new IllegalStateException("not the size of a chunk");
    }
    size = size * 16 + digit;
  }
}
