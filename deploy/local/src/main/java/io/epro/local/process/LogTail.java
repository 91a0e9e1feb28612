package io.epro.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The last lines of a log, read from its end. */
public final class LogTail {
  private static final int BYTES = 16 << 10;
  private static final int WIDTH = 400;

  private LogTail() {}

  /** At most so many lines, indented, each on a new line and not too long. */
  public static String of(Path log, int lines) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      var all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      var text = new StringBuilder();
      all.subList(Math.max(0, all.size() - lines), all.size())
          .forEach(line -> text.append("\n    ").append(shortened(line)));
      return text.isEmpty() ? "\n    (nothing)" : text.toString();
    } catch (IOException e) {
      return "\n    (cannot be read: " + e.getMessage() + ")";
    }
  }

  private static String shortened(String line) {
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH) + " ...";
  }
}
