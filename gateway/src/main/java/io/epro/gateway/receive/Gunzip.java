package io.epro.gateway.receive;

import io.epro.gateway.admit.Permit;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952), of one member or several, up to a bound. The compressed bytes are there in
 * full, so one inflater serves all requests of an event loop, to which it is confined; one for each
 * request that arrives would hold 40 KiB that its sender never sent.
 */
final class Gunzip {
  private static final int LEAST = 1024;
  private static final int HEADER = 10;
  private static final int TRAILER = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int UNKNOWN_FLAGS = 0xE0;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private byte[] out = {};
  private int length;

  /** What came of it. */
  sealed interface Result {
    /** All of it; the permit has its bytes, and no longer those of the compressed ones. */
    record Inflated(byte[] bytes) implements Result {}

    /** Not gzip, cut off, or followed by something else. */
    record Broken() implements Result {}

    /** More than the bound. */
    record TooLarge() implements Result {}

    /** More than there is room for now. */
    record NoRoom() implements Result {}
  }

  /**
   * @param most bytes that may come out; no more than one byte past it is ever produced
   * @param permit which has the compressed bytes, and takes what comes out as it grows
   */
  Result inflate(byte[] gzip, int most, Permit permit) {
    try {
      out = new byte[0];
      length = 0;
      int at = 0;
      do {
        int begin = body(gzip, at);
        if (begin < 0) {
          return new Result.Broken();
        }
        inflater.reset();
        inflater.setInput(gzip, begin, gzip.length - begin);
        int member = length;
        while (!inflater.finished()) {
          if (length == out.length && !grow(most, gzip.length, permit)) {
            return new Result.NoRoom();
          }
          int more = inflater.inflate(out, length, out.length - length);
          length += more;
          if (length > most) {
            return new Result.TooLarge();
          }
          if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
            return new Result.Broken();
          }
        }
        at = gzip.length - inflater.getRemaining();
        if (!checked(gzip, at, member)) {
          return new Result.Broken();
        }
        at += TRAILER;
      } while (at < gzip.length);
      permit.shrink(gzip.length + out.length - length);
      return new Result.Inflated(length == out.length ? out : Arrays.copyOf(out, length));
    } catch (DataFormatException e) {
      return new Result.Broken();
    } finally {
      out = new byte[0];
    }
  }

  /** Doubles the room, up to one byte more than there may be. */
  private boolean grow(int most, int compressed, Permit permit) {
    int wanted = out.length == 0 ? Math.max(LEAST, 4 * compressed) : 2 * out.length;
    int size = Math.min(most + 1, wanted);
    if (!permit.grow(size - out.length)) {
      return false;
    }
    out = Arrays.copyOf(out, size);
    return true;
  }

  /** Where the deflated bytes of the member at this place begin, or -1. */
  private static int body(byte[] gzip, int at) {
    if (gzip.length - at < HEADER || gzip[at] != 0x1F || (gzip[at + 1] & 0xFF) != 0x8B
        || gzip[at + 2] != 8 || (gzip[at + 3] & UNKNOWN_FLAGS) != 0) {
      return -1;
    }
    int flags = gzip[at + 3];
    int begin = at + HEADER;
    if ((flags & EXTRA) != 0) {
      begin = gzip.length - begin < 2 ? -1
          : begin + 2 + (gzip[begin] & 0xFF) + ((gzip[begin + 1] & 0xFF) << 8);
    }
    if ((flags & NAME) != 0) {
      begin = pastZero(gzip, begin);
    }
    if ((flags & COMMENT) != 0) {
      begin = pastZero(gzip, begin);
    }
    if ((flags & HEADER_CRC) != 0 && begin >= 0) {
      begin += 2;
    }
    return begin > gzip.length ? -1 : begin;
  }

  private static int pastZero(byte[] gzip, int from) {
    for (int i = from; i >= 0 && i < gzip.length; i++) {
      if (gzip[i] == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private boolean checked(byte[] gzip, int at, int member) {
    if (gzip.length - at < TRAILER) {
      return false;
    }
    crc.reset();
    crc.update(out, member, length - member);
    return int32(gzip, at) == (int) crc.getValue() && int32(gzip, at + 4) == length - member;
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16
        | (bytes[at + 3] & 0xFF) << 24;
  }
}
