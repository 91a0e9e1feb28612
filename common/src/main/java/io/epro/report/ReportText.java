package io.epro.report;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What may stand as text in a report, and in the database: characters are Unicode code points. */
public final class ReportText {
  private static final int MAX_PATIENT_ID = 64;
  private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private ReportText() {}

  /** Whether a text is longer than so many Unicode code points. */
  public static boolean isTooLong(String text, int max) {
    return text.length() > max && text.codePointCount(0, text.length()) > max;
  }

  /** Whether well-formed UTF-8 holds more than so many Unicode code points. */
  public static boolean isTooLong(byte[] utf8, int from, int to, int max) {
    if (to - from <= max) {
      return false;
    }
    int points = 0;
    for (int i = from; i < to; i++) {
      points += (utf8[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return points > max;
  }

  /** Not empty, and without what Postgres' text and jsonb cannot hold: U+0000 and half a pair. */
  public static boolean isStorable(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  /** 1 to 64 of {@code A-Za-z0-9._:-}. */
  public static boolean isPatientId(String text) {
    if (text.isEmpty() || text.length() > MAX_PATIENT_ID) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isOfPatientId(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #isPatientId(String)}. */
  public static boolean isPatientId(byte[] utf8, int from, int to) {
    if (from == to || to - from > MAX_PATIENT_ID) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!isOfPatientId(utf8[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfPatientId(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || c == '.' || c == '_' || c == ':' || c == '-';
  }

  /** Whether the bytes are well-formed UTF-8 (Unicode 16, table 3-7). */
  public static boolean isUtf8(byte[] bytes) {
    return malformedUtf8At(bytes) < 0;
  }

  /** The offset of the first sequence that is not well-formed UTF-8, or -1. */
  public static int malformedUtf8At(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      while (i <= bytes.length - Long.BYTES && ((long) WORD.get(bytes, i) & NOT_ASCII) == 0) {
        i += Long.BYTES;
      }
      if (i == bytes.length) {
        break;
      }
      int first = bytes[i] & 0xFF;
      int length = first < 0x80 ? 1 : sequence(bytes, i, first);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /** The length of the multi-byte sequence that begins here, 0 if it is ill-formed. */
  private static int sequence(byte[] bytes, int at, int first) {
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    // The second byte's range keeps out overlong forms, surrogates and what lies past U+10FFFF.
    int second = bytes[at + 1] & 0xFF;
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
