package io.epro.gateway.receive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * How bytes are written down in the corpus: text is UTF-8, and between ‹ and › stand bytes in hexadecimal
 * ({@code ‹0D 0A›}), a text many times ({@code ‹[*100›}), or what gzip makes of a text
 * ({@code ‹gzip:{}›}, in which a text many times may stand again).
 */
final class HostileNotation {
  private static final char OPEN = '‹';
  private static final char CLOSE = '›';
  private static final String GZIP = "gzip:";
  private static final Pattern HEX = Pattern.compile("[0-9A-F]{2}( [0-9A-F]{2})*");
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  private HostileNotation() {}

  static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    int at = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
      int close = matching(text, open);
      bytes.writeBytes(utf8(text.substring(at, open)));
      bytes.writeBytes(special(text.substring(open + 1, close)));
      at = close + 1;
    }
    bytes.writeBytes(utf8(text.substring(at)));
    return bytes.toByteArray();
  }

  private static int matching(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == OPEN) {
        depth++;
      } else if (text.charAt(i) == CLOSE && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("‹ without ›: " + text);
  }

  private static byte[] special(String inside) {
    if (inside.startsWith(GZIP)) {
      return GunzipTest.gzip(bytes(inside.substring(GZIP.length())));
    }
    if (HEX.matcher(inside).matches()) {
      return SPACED.parseHex(inside);
    }
    int star = inside.lastIndexOf('*');
    if (star < 0) {
      throw new IllegalArgumentException("neither bytes nor a repetition: " + inside);
    }
    var once = new String(bytes(inside.substring(0, star)), StandardCharsets.ISO_8859_1);
    return once.repeat(Integer.parseInt(inside.substring(star + 1)))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
