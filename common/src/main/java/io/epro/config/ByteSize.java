package io.epro.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An amount of memory or data, written as {@code 65536}, {@code 64KiB}, {@code 16MiB} or
 * {@code 1GiB} (powers of 1024; the {@code iB} may be left out).
 */
public record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([KMG]?)(?:I?B)?");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + bytes);
    }
  }

  /** @throws IllegalArgumentException when the text is not of the form above */
  public static ByteSize parse(String text) {
    var form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a size: write a number of bytes, or 64KiB, 16MiB, 1GiB");
    }
    int shift = switch (form.group(2)) {
      case "K" -> 10;
      case "M" -> 20;
      case "G" -> 30;
      default -> 0;
    };
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("\"" + text + "\" is more than a program can count", e);
    }
  }

  /** The same as an int, for arrays and buffers. */
  public int intBytes() {
    return Math.toIntExact(bytes);
  }

  @Override
  public String toString() {
    for (int shift = 30; shift > 0; shift -= 10) {
      if (bytes != 0 && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + ("?KMG".charAt(shift / 10) + "iB");
      }
    }
    return Long.toString(bytes);
  }
}
