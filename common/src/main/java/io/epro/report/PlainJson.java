package io.epro.report;

import java.util.Arrays;

/**
 * A quick reader of JSON as programs write it. It only ever says yes: what it takes is well-formed beyond
 * doubt, repeats no name within an object, and keeps the limits below, which are tighter than those of
 * {@link ReportJson}. Everything else (an escaped name, deep nesting, many names, each kind of fault) makes
 * it unsure, and the caller asks a parser, which decides and says what is wrong. So there is one reader
 * whose word counts, and this one must agree with it where it says yes.
 *
 * <p>The caller pulls: {@link #begin}, then {@link #object} and {@link #name} until that says no, or
 * {@link #array} and {@link #element}, each value by one of {@link #string}, {@link #number} and
 * {@link #skip}, and {@link #end} at last. Once it is unsure every call says no, up to {@link #end}, so
 * that no step in between needs to be looked at.
 *
 * <p>Allocates nothing. Confined to one thread.
 */
public final class PlainJson {
  private static final int MAX_DEPTH = 8;
  /** Of all open objects together; each is compared with the others of its object. */
  private static final int MAX_NAMES = 32;
  private static final int MAX_NAME_LENGTH = 64;
  /** Bytes of a string as it is written; the gateway takes none that is longer. */
  private static final int MAX_STRING_LENGTH = 16_384;
  private static final int MAX_NUMBER_LENGTH = 32;
  /** So many digits and a sign fit into a long, and into a double exactly where they are at most 15. */
  private static final int MAX_LONG_DIGITS = 18;
  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
    1e11, 1e12, 1e13, 1e14, 1e15};
  private static final byte[] NOTHING = {};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final int[] nameFrom = new int[MAX_NAMES];
  private final int[] nameTo = new int[MAX_NAMES];
  private byte[] json = NOTHING;
  private int at;
  private boolean unsure;
  private boolean first;
  private int depth;
  private int names;
  private int from;
  private int to;
  private boolean escaped;
  private boolean integer;
  private long digits;
  private int places;

  /** @param utf8 well-formed UTF-8, kept until {@link #end} */
  public void begin(byte[] utf8) {
    json = utf8;
    at = 0;
    unsure = false;
    first = false;
    depth = 0;
    names = 0;
  }

  /** @return whether the whole document was read, nothing follows, and there was no doubt */
  public boolean end() {
    boolean sure = !unsure && depth == 0 && next() == 0 && at == json.length;
    json = NOTHING;
    return sure;
  }

  /** Gives up: what the caller found is for the parser to judge. @return false */
  public boolean doubt() {
    unsure = true;
    return false;
  }

  /** Begins an object, if one stands here. @return its scope, for {@link #name} */
  public int object() {
    open('{');
    return names;
  }

  /** Moves to an object's next field, behind its colon. @return false at its end, or in doubt */
  public boolean name(int scope) {
    if (!member('}')) {
      names = scope;
      return false;
    }
    return (next() == '"' && newName(scope) && next() == ':') ? passed() : doubt();
  }

  /** Begins an array, if one stands here. */
  public void array() {
    open('[');
  }

  /** Moves to an array's next element. @return false at its end, or in doubt */
  public boolean element() {
    return member(']');
  }

  /** Reads a string; {@link #from} to {@link #to} are its bytes without the quotes. */
  public boolean string() {
    if (unsure || next() != '"') {
      return doubt();
    }
    escaped = false;
    from = ++at;
    while (at < json.length) {
      byte b = json[at++];
      if (b == '"') {
        to = at - 1;
        return to - from <= MAX_STRING_LENGTH || doubt();
      }
      if ((b >= 0 && b < ' ') || (b == '\\' && !escape())) {
        return doubt();
      }
    }
    return doubt();
  }

  /** Reads a number (RFC 8259, section 6); {@link #from} to {@link #to} are its bytes. */
  public boolean number() {
    if (unsure) {
      return false;
    }
    next();
    from = at;
    digits = 0;
    places = 0;
    integer = true;
    if (!whole() || !fraction() || !exponent() || at - from > MAX_NUMBER_LENGTH) {
      return doubt();
    }
    to = at;
    return true;
  }

  /** Passes any value over. */
  public boolean skip() {
    if (unsure) {
      return false;
    }
    return switch (next()) {
      case '"' -> string();
      case '{' -> skipObject();
      case '[' -> skipArray();
      case 't' -> literal(TRUE);
      case 'f' -> literal(FALSE);
      case 'n' -> literal(NULL);
      default -> number();
    };
  }

  /** Whether the name at hand, or the string read last, is this; escapes count as they are written. */
  public boolean is(byte[] ascii) {
    return to - from == ascii.length && Arrays.equals(json, from, to, ascii, 0, ascii.length);
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  /** Whether the string read last has escapes. */
  public boolean escaped() {
    return escaped;
  }

  /** Whether the number read last is written without fraction and exponent, and surely fits a long. */
  public boolean isLong() {
    return integer && to - from <= MAX_LONG_DIGITS;
  }

  /** The number read last, if {@link #isLong}. */
  public long asLong() {
    return json[from] == '-' ? -digits : digits;
  }

  /**
   * Whether the number read last is surely read as the nearest double: up to 15 digits, none of them in an
   * exponent (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990: both the digits and the
   * power of ten are exact, so their quotient is rounded once).
   */
  public boolean isDouble() {
    return places >= 0 && to - from <= EXACT_DIGITS;
  }

  /** The number read last, if {@link #isDouble}. */
  public double asDouble() {
    if (integer) {
      return asLong();
    }
    double value = digits / POWERS[places];
    return json[from] == '-' ? -value : value;
  }

  private void open(char bracket) {
    if (unsure || next() != bracket || depth == MAX_DEPTH) {
      unsure = true;
      return;
    }
    at++;
    depth++;
    first = true;
  }

  /** Passes the comma over, or the closing bracket. @return whether a member follows */
  private boolean member(char closing) {
    if (unsure) {
      return false;
    }
    byte b = next();
    boolean opening = first;
    first = false;
    if (b == closing) {
      at++;
      depth--;
      return false;
    }
    if (opening) {
      return true;
    }
    return b == ',' ? passed() : doubt();
  }

  private boolean passed() {
    at++;
    return true;
  }

  /** A name without escapes that its object does not have yet. */
  private boolean newName(int scope) {
    if (names == MAX_NAMES || !string() || escaped || to - from > MAX_NAME_LENGTH) {
      return false;
    }
    for (int i = scope; i < names; i++) {
      if (to - from == nameTo[i] - nameFrom[i]
          && Arrays.equals(json, nameFrom[i], nameTo[i], json, from, to)) {
        return false;
      }
    }
    nameFrom[names] = from;
    nameTo[names++] = to;
    return true;
  }

  private boolean skipObject() {
    int scope = object();
    while (name(scope)) {
      skip();
    }
    return !unsure;
  }

  private boolean skipArray() {
    array();
    while (element()) {
      skip();
    }
    return !unsure;
  }

  private boolean literal(byte[] word) {
    int begin = at;
    at += word.length;
    boolean same = at <= json.length && Arrays.equals(json, begin, at, word, 0, word.length);
    return same || doubt();
  }

  /** What stands behind a backslash. */
  private boolean escape() {
    escaped = true;
    if (at == json.length) {
      return false;
    }
    return switch (json[at++]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      case 'u' -> {
        int end = at + 4;
        while (at < end && at < json.length && Character.digit(json[at], 16) >= 0) {
          at++;
        }
        yield at == end;
      }
      default -> false;
    };
  }

  private boolean whole() {
    if (here() == '-') {
      at++;
    }
    int begin = at;
    int count = digits();
    return count == 1 || (count > 1 && json[begin] != '0');
  }

  private boolean fraction() {
    if (here() != '.') {
      return true;
    }
    at++;
    integer = false;
    places = digits();
    return places > 0;
  }

  private boolean exponent() {
    if ((here() | 0x20) != 'e') {
      return true;
    }
    at++;
    integer = false;
    if (here() == '+' || here() == '-') {
      at++;
    }
    boolean any = digits() > 0;
    places = -1;
    return any;
  }

  private int digits() {
    int begin = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      digits = 10 * digits + (json[at++] - '0');
    }
    return at - begin;
  }

  private int here() {
    return at < json.length ? json[at] : 0;
  }

  /** Passes blanks over. @return the byte that then stands here, 0 at the end */
  private byte next() {
    while (at < json.length) {
      byte b = json[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      at++;
    }
    return 0;
  }
}
