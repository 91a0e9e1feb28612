package io.epro.processor.drugs;

import io.epro.report.ReportText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text file line by line, where neither a bad byte nor an endless line costs the lines after it. */
final class FileLines implements Closeable {
  static final int MAX_BYTES = 16 * 1024;
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final InputStream in;
  private final boolean alsoWindows;
  private int number;

  /** @param alsoWindows whether a line that is not UTF-8 is taken for windows-1252 */
  FileLines(InputStream in, boolean alsoWindows) {
    this.alsoWindows = alsoWindows;
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param text without its end and without a byte order mark; empty where there is a problem
   * @param problem what is wrong with the line, null if nothing
   */
  record Line(int number, String text, @Nullable String problem) {
    boolean isEmpty() {
      return problem == null && text.isBlank();
    }
  }

  /** The next line, null at the end. */
  @Nullable
  Line next() throws IOException {
    var bytes = new ByteArrayOutputStream(128);
    boolean tooLong = false;
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (bytes.size() < MAX_BYTES) {
        bytes.write(next);
      } else {
        tooLong = true;
      }
    }
    number++;
    return tooLong
        ? new Line(number, "", "is longer than " + MAX_BYTES + " bytes")
        : decoded(bytes.toByteArray());
  }

  private Line decoded(byte[] bytes) {
    boolean utf8 = ReportText.isUtf8(bytes);
    if (!utf8 && !alsoWindows) {
      return new Line(number, "", "is not UTF-8");
    }
    String text = new String(bytes, utf8 ? StandardCharsets.UTF_8 : WINDOWS);
    if (number == 1 && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    return new Line(number, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text,
        null);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
