package io.epro.topics;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The header {@code traceparent} (W3C Trace Context, section 3.2): {@code version-traceid-parentid-flags}, each
 * in lower-case hexadecimal digits. Version 00 ends there; a later one may go on behind another dash and keeps
 * these four. What is not of this form says nothing. Reading allocates nothing.
 */
public final class TraceParent {
  private static final int LENGTH = 55;
  /** Of later versions, so that none fills a record. */
  private static final int MAX_LENGTH = 128;
  private static final int TRACE = 3;
  private static final int PARENT = 36;
  private static final int FLAGS = 53;
  private static final int WORD = 16;
  private static final byte DASH = '-';

  private TraceParent() {}

  public static boolean isValid(byte[] text) {
    return hasForm(text) && areDigits(text, TRACE, PARENT - 1) && areDigits(text, PARENT, FLAGS - 1)
        && areDigits(text, FLAGS, LENGTH) && (high(text) | low(text)) != 0
        && word(text, PARENT) != 0;
  }

  /** The first half of the trace's id, of a text that is valid. */
  public static long high(byte[] text) {
    return word(text, TRACE);
  }

  /** The second half of the trace's id, of a text that is valid. */
  public static long low(byte[] text) {
    return word(text, TRACE + WORD);
  }

  /** The digits of the trace's id, of a text that is valid. */
  public static String traceId(String text) {
    return text.substring(TRACE, PARENT - 1);
  }

  /** The 32 digits of a trace's id. */
  public static String digits(UUID trace) {
    var hex = HexFormat.of();
    return hex.toHexDigits(trace.getMostSignificantBits())
        + hex.toHexDigits(trace.getLeastSignificantBits());
  }

  /**
   * The header of a trace that goes on here, not sampled.
   *
   * @param trace not zero
   * @param parent id of this step, not zero
   */
  public static byte[] of(UUID trace, long parent) {
    return ("00-" + digits(trace) + "-" + HexFormat.of().toHexDigits(parent) + "-00")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean hasForm(byte[] text) {
    if (text.length < LENGTH || text.length > MAX_LENGTH || !areDigits(text, 0, TRACE - 1)
        || text[TRACE - 1] != DASH || text[PARENT - 1] != DASH || text[FLAGS - 1] != DASH) {
      return false;
    }
    boolean first = text[0] == '0' && text[1] == '0';
    boolean none = text[0] == 'f' && text[1] == 'f';
    return !none && (text.length == LENGTH || (!first && text[LENGTH] == DASH));
  }

  private static boolean areDigits(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < '0' || (text[i] > '9' && text[i] < 'a') || text[i] > 'f') {
        return false;
      }
    }
    return true;
  }

  private static long word(byte[] text, int from) {
    long word = 0;
    for (int i = from; i < from + WORD; i++) {
      word = word << 4 | (text[i] <= '9' ? text[i] - '0' : text[i] - 'a' + 10);
    }
    return word;
  }
}
