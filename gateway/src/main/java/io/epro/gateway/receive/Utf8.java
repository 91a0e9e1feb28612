package io.epro.gateway.receive;

/**
 * Whether bytes are well-formed UTF-8 (Unicode 16, table 3-7). Jackson's parser is lenient here: it
 * takes overlong forms and encoded surrogates, which other readers of the topic would choke on.
 */
final class Utf8 {
  private Utf8() {}

  /** The offset of the first byte that is not UTF-8, or -1. */
  static int firstMalformed(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int length = bytes[i] >= 0 ? 1 : sequenceLength(bytes, i);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /** The length of the sequence of several bytes that begins here, 0 when it is malformed. */
  private static int sequenceLength(byte[] bytes, int i) {
    int first = bytes[i] & 0xff;
    if (first >= 0xc2 && first <= 0xdf) {
      return continues(bytes, i + 1, 0x80, 0xbf) ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
      // Not overlong (e0), no surrogate (ed).
      int from = first == 0xe0 ? 0xa0 : 0x80;
      int to = first == 0xed ? 0x9f : 0xbf;
      return continues(bytes, i + 1, from, to) && continues(bytes, i + 2, 0x80, 0xbf) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
      // Not overlong (f0), at most U+10FFFF (f4).
      int from = first == 0xf0 ? 0x90 : 0x80;
      int to = first == 0xf4 ? 0x8f : 0xbf;
      return continues(bytes, i + 1, from, to) && continues(bytes, i + 2, 0x80, 0xbf)
          && continues(bytes, i + 3, 0x80, 0xbf) ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] bytes, int i, int from, int to) {
    return i < bytes.length && (bytes[i] & 0xff) >= from && (bytes[i] & 0xff) <= to;
  }
}
