package io.epro.bench.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM's own log of the moments at which all its threads stood still ({@code -Xlog:safepoint}). It
 * grows by a line at the end of each.
 */
public final class Safepoints {
  private final Path log;

  private Safepoints(Path log) {
    this.log = log;
  }

  /** The option that makes a JVM write its log into that directory. */
  public static String option(Path directory) {
    return "-Xlog:safepoint:file=" + directory.resolve("safepoints-%p.log") + "::filecount=0";
  }

  /** Of a JVM that has that option. */
  public static Safepoints of(Path directory, long pid) {
    return new Safepoints(directory.resolve("safepoints-" + pid + ".log"));
  }

  /** How far the log goes now. */
  public long mark() throws IOException {
    return Files.size(log);
  }

  /** What is in it from one mark to a later one. */
  public Pauses between(long from, long to) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var bytes = new byte[Math.toIntExact(to - from)];
      file.seek(from);
      file.readFully(bytes);
      return Pauses.of(new String(bytes, StandardCharsets.UTF_8).lines().toList());
    }
  }
}
