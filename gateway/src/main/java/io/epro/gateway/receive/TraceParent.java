package io.epro.gateway.receive;

import java.util.regex.Pattern;

/** The header {@code traceparent} (W3C Trace Context, version 00). */
final class TraceParent {
  private static final int LENGTH = 55;
  private static final Pattern FORM = Pattern
      .compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceParent() {}

  static boolean isValid(String text) {
    return text.length() == LENGTH && FORM.matcher(text).matches();
  }
}
