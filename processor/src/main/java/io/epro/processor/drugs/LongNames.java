package io.epro.processor.drugs;

/** Publishers have names of any length; we keep their beginning. */
final class LongNames {
  private static final int MAX = 200;

  private LongNames() {}

  /** Of at most {@value #MAX} characters, the last of which says that it was cut. */
  static String cut(String name) {
    return name.codePointCount(0, name.length()) <= MAX ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX - 1)) + "…";
  }
}
