package io.epro.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Understands HTTP/1.1 answers (RFC 9112) of one connection, however they are cut into pieces: the
 * status, Retry-After, and where the answer ends, by Content-Length or by chunks. Not thread-safe.
 */
final class AnswerReader {
  private static final byte[] LENGTH = ascii("content-length:");
  private static final byte[] RETRY = ascii("retry-after:");
  private static final byte[] ENCODING = ascii("transfer-encoding:");
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int LOWER = 0x20;

  private final Chunks chunks = new Chunks();
  private Part part = Part.HEAD;
  /** The beginning of a head whose rest has not come yet: rare, so it may cost something. */
  private @Nullable ByteBuffer begun;
  private int status;
  private int retryAfter;
  private boolean chunked;
  private long bodyLeft;

  private enum Part {
    HEAD, BODY, CHUNKS
  }

  /**
   * Takes what has come.
   *
   * @return whether an answer is complete; then nothing may be left over, since a connection has one
   *     request under way
   * @throws IllegalStateException when this is not HTTP/1.1
   */
  boolean take(ByteBuffer bytes) {
    var from = joined(bytes);
    if (part == Part.HEAD && !head(from)) {
      begun = ByteBuffer.allocate(from.remaining()).put(from).flip();
      return false;
    }
    boolean complete = part == Part.CHUNKS ? chunks.take(from) : body(from);
    if (complete) {
      part = Part.HEAD;
      if (from.hasRemaining()) {
        throw new IllegalStateException("more came than one answer");
      }
    }
    return complete;
  }

  /** Of the last answer that was complete. */
  int status() {
    return status;
  }

  /** Its Retry-After in seconds; -1 where it had none. */
  int retryAfter() {
    return retryAfter;
  }

  private ByteBuffer joined(ByteBuffer bytes) {
    if (begun == null) {
      return bytes;
    }
    var both = ByteBuffer.allocate(begun.remaining() + bytes.remaining()).put(begun).put(bytes)
        .flip();
    begun = null;
    return both;
  }

  private boolean body(ByteBuffer from) {
    int now = (int) Math.min(bodyLeft, from.remaining());
    from.position(from.position() + now);
    bodyLeft -= now;
    return bodyLeft == 0;
  }

  /** Reads a whole head, or leaves the buffer as it is and says false. */
  private boolean head(ByteBuffer from) {
    forget();
    int start = from.position();
    int line = start;
    for (int i = start; i < from.limit(); i++) {
      if (from.get(i) == '\n') {
        int end = i > line && from.get(i - 1) == '\r' ? i - 1 : i;
        if (end == line) {
          return headEnds(from, start, i + 1);
        }
        header(from, line, end);
        line = i + 1;
      }
    }
    return false;
  }

  private void forget() {
    retryAfter = -1;
    chunked = false;
    bodyLeft = 0;
  }

  private boolean headEnds(ByteBuffer from, int start, int end) {
    status = (int) number(from, start + STATUS_AT, start + STATUS_AT + 3);
    if (from.get(start) != 'H' || status < 100) {
      throw new IllegalStateException("not an HTTP answer");
    }
    chunks.begin();
    part = chunked ? Part.CHUNKS : Part.BODY;
    from.position(end);
    return true;
  }

  private void header(ByteBuffer from, int line, int end) {
    switch (from.get(line) | LOWER) {
      case 'c' -> {
        if (begins(from, line, end, LENGTH)) {
          bodyLeft = number(from, line + LENGTH.length, end);
        }
      }
      case 't' -> chunked |= begins(from, line, end, ENCODING);
      case 'r' -> {
        if (begins(from, line, end, RETRY)) {
          retryAfter = (int) number(from, line + RETRY.length, end);
        }
      }
      default -> {
        // No other header matters to these clients.
      }
    }
  }

  private static boolean begins(ByteBuffer from, int line, int end, byte[] name) {
    if (end - line < name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if ((from.get(line + i) | LOWER) != (name[i] | LOWER)) {
        return false;
      }
    }
    return true;
  }

  private static long number(ByteBuffer from, int start, int end) {
    long value = -1;
    for (int i = start; i < end; i++) {
      byte digit = from.get(i);
      if (digit >= '0' && digit <= '9') {
        value = Math.max(value, 0) * 10 + digit - '0';
      } else if (digit != ' ') {
        throw new IllegalStateException("not a number in the head of an answer");
      }
    }
    if (value < 0) {
      throw new IllegalStateException("a number is missing in the head of an answer");
    }
    return value;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
