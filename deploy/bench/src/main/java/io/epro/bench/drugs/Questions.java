package io.epro.bench.drugs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Drug ids to ask for, end to end in one array, each once, in no order that a table could have. They
 * are all different and look like ATC codes ({@code N02BE01}). Who reads them one after the other
 * finds the next in the cache, as a report's ids are in the cache when it has been parsed.
 */
public final class Questions {
  static final int LENGTH = 7;
  private static final int CODES = 22 * 26 * 26 * 10_000;
  /** Prime, and no factor of {@link #CODES}: multiples of it run through all codes. */
  private static final long STEP = 61_803_407;

  private final byte[] text;
  private final int count;
  private final String[] ready;

  private Questions(int first, int count, boolean strings) {
    this.count = count;
    this.text = new byte[count * LENGTH];
    for (int i = 0; i < count; i++) {
      write(first + i, text, i * LENGTH);
    }
    this.ready = strings ? IntStream.range(0, count).mapToObj(this::string).toArray(String[]::new)
        : new String[0];
  }

  /**
   * Ids of so many drugs.
   *
   * @param first number of the first; ids of other numbers are others
   * @param strings whether {@link #ready} is wanted as well
   */
  public static Questions of(int first, int count, boolean strings) {
    return new Questions(first, count, strings);
  }

  public int count() {
    return count;
  }

  byte[] text() {
    return text;
  }

  static int offset(int at) {
    return at * LENGTH;
  }

  /** The id as bytes of its own. */
  byte[] bytes(int at) {
    return Arrays.copyOfRange(text, offset(at), offset(at) + LENGTH);
  }

  /** The id as a String that is made now. */
  String string(int at) {
    return new String(text, offset(at), LENGTH, US_ASCII);
  }

  /** The id as a String that was there before, whose hash has been computed before. */
  String ready(int at) {
    return ready[at];
  }

  private static void write(int number, byte[] to, int at) {
    int code = (int) (number * STEP % CODES);
    code = digit(code, 10, '0', to, at + 6);
    code = digit(code, 10, '0', to, at + 5);
    code = digit(code, 26, 'A', to, at + 4);
    code = digit(code, 26, 'A', to, at + 3);
    code = digit(code, 10, '0', to, at + 2);
    code = digit(code, 10, '0', to, at + 1);
    to[at] = (byte) ('A' + code);
  }

  private static int digit(int code, int base, char zero, byte[] to, int at) {
    to[at] = (byte) (zero + code % base);
    return code / base;
  }
}
