package io.epro.gateway.receive;

import io.epro.gateway.receive.ScanResult.Scanned;
import io.epro.report.ReportText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The quick way through a report as phones write it. It only ever says yes: what it takes is well-formed
 * beyond doubt and within all limits of {@link ReportScanner}, and everything else (an escaped name, deep
 * nesting, many names, a missing patient, each kind of fault) is left to the scanner's parser, which
 * decides and says what is wrong. So there is still one reader whose word counts, and this one must
 * agree with it where it says yes: a differential test and the fuzzer hold it to that.
 *
 * <p>Allocates the result alone. Confined to one thread, since its arrays are used again.
 */
final class PlainReport {
  private static final int MAX_DEPTH = 8;
  /** Of all open objects together; each is compared with the others of its object. */
  private static final int MAX_NAMES = 32;
  private static final int MAX_NAME_LENGTH = 64;
  private static final int MAX_NUMBER_LENGTH = 32;
  /** So many digits and a sign fit into a long. */
  private static final int MAX_TIME_LENGTH = 18;
  private static final byte[] PATIENT = ascii("patientId");
  private static final byte[] TIME = ascii("timestamp");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");

  private final byte[][] reserved;
  private final int[] nameFrom = new int[MAX_NAMES];
  private final int[] nameTo = new int[MAX_NAMES];
  private byte[] body = {};
  private int at;
  private int names;
  private int patientFrom;
  private int patientTo;
  private long timestamp;

  /** @param reserved ASCII names that may not stand beside {@code patientId} */
  PlainReport(Set<String> reserved) {
    this.reserved = reserved.stream().map(PlainReport::ascii).toArray(byte[][]::new);
  }

  /** @param utf8 well-formed UTF-8. @return null where it is not sure */
  @Nullable
  Scanned scan(byte[] utf8) {
    body = utf8;
    at = 0;
    names = 0;
    patientTo = 0;
    timestamp = 0;
    boolean sure = next() == '{' && object(1) && next() == 0 && at == body.length;
    body = PATIENT; // the report is not kept
    if (!sure || patientTo == 0) {
      return null;
    }
    var patient = new String(utf8, patientFrom, patientTo - patientFrom,
        StandardCharsets.ISO_8859_1);
    return ReportText.isPatientId(patient) ? new Scanned(patient, timestamp) : null;
  }

  /** Passes blanks over. @return the byte that then stands here, 0 at the end */
  private int next() {
    while (at < body.length) {
      byte b = body[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      at++;
    }
    return 0;
  }

  private boolean object(int depth) {
    int first = names;
    at++;
    if (next() == '}') {
      at++;
      return true;
    }
    while (next() == '"') {
      int from = at + 1;
      if (!name(first)) {
        return false;
      }
      int to = at - 1;
      if (next() != ':') {
        return false;
      }
      at++;
      next();
      if (!(depth == 1 ? member(from, to) : value(depth))) {
        return false;
      }
      int after = next();
      at++;
      if (after == '}') {
        names = first;
        return true;
      }
      if (after != ',') {
        return false;
      }
    }
    return false;
  }

  /** A name without escapes that its object does not have yet. */
  private boolean name(int first) {
    int from = ++at;
    while (at < body.length && body[at] != '"') {
      byte b = body[at++];
      if (b == '\\' || (b >= 0 && b < ' ')) {
        return false;
      }
    }
    int to = at++;
    if (to - from > MAX_NAME_LENGTH || names == MAX_NAMES || to >= body.length) {
      return false;
    }
    for (int i = first; i < names; i++) {
      if (Arrays.equals(body, nameFrom[i], nameTo[i], body, from, to)) {
        return false;
      }
    }
    nameFrom[names] = from;
    nameTo[names++] = to;
    return true;
  }

  /** A value of the report itself, whose name stands there. */
  private boolean member(int from, int to) {
    int begin = at;
    if (is(PATIENT, from, to)) {
      patientFrom = begin + 1;
      boolean text = at < body.length && body[at] == '"' && string();
      patientTo = at - 1;
      return text;
    }
    if (is(TIME, from, to)) {
      return integer(begin);
    }
    for (var name : reserved) {
      if (is(name, from, to)) {
        return false;
      }
    }
    return value(1);
  }

  private boolean is(byte[] name, int from, int to) {
    return to - from == name.length && Arrays.equals(body, from, to, name, 0, name.length);
  }

  private boolean value(int depth) {
    return at < body.length && switch (body[at]) {
      case '"' -> string();
      case '{' -> depth < MAX_DEPTH && object(depth + 1);
      case '[' -> depth < MAX_DEPTH && array(depth + 1);
      case 't' -> literal(TRUE);
      case 'f' -> literal(FALSE);
      case 'n' -> literal(NULL);
      default -> number();
    };
  }

  private boolean array(int depth) {
    at++;
    if (next() == ']') {
      at++;
      return true;
    }
    while (value(depth)) {
      int after = next();
      at++;
      if (after == ']') {
        return true;
      }
      if (after != ',') {
        return false;
      }
      next();
    }
    return false;
  }

  private boolean string() {
    int from = ++at;
    while (at < body.length) {
      byte b = body[at++];
      if (b == '"') {
        return at - 1 - from <= ReportScanner.MAX_STRING_LENGTH;
      }
      if ((b >= 0 && b < ' ') || (b == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  /** What stands behind a backslash. */
  private boolean escape() {
    if (at == body.length) {
      return false;
    }
    return switch (body[at++]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      case 'u' -> {
        int end = at + 4;
        while (at < end && at < body.length && Character.digit(body[at], 16) >= 0) {
          at++;
        }
        yield at == end;
      }
      default -> false;
    };
  }

  private boolean literal(byte[] word) {
    int from = at;
    at += word.length;
    return at <= body.length && is(word, from, at);
  }

  /** RFC 8259, section 6. */
  private boolean number() {
    int from = at;
    if (!whole()) {
      return false;
    }
    if (here() == '.') {
      at++;
      if (digits() == 0) {
        return false;
      }
    }
    if ((here() | 0x20) == 'e') {
      at++;
      if (here() == '+' || here() == '-') {
        at++;
      }
      if (digits() == 0) {
        return false;
      }
    }
    return at - from <= MAX_NUMBER_LENGTH;
  }

  private boolean whole() {
    if (here() == '-') {
      at++;
    }
    int from = at;
    int count = digits();
    return count == 1 || (count > 1 && body[from] != '0');
  }

  private int digits() {
    int from = at;
    while (at < body.length && body[at] >= '0' && body[at] <= '9') {
      at++;
    }
    return at - from;
  }

  private int here() {
    return at < body.length ? body[at] : 0;
  }

  /** The report's time, where it is an integer that surely fits. */
  private boolean integer(int from) {
    if (!whole() || at - from > MAX_TIME_LENGTH || here() == '.' || (here() | 0x20) == 'e') {
      return false;
    }
    boolean negative = body[from] == '-';
    long digits = 0;
    for (int i = negative ? from + 1 : from; i < at; i++) {
      digits = 10 * digits + (body[i] - '0');
    }
    timestamp = negative ? -digits : digits;
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
