package io.epro.bench.drugsload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap held, by its own log of collections ({@code -Xlog:gc}). */
final class HeapLog {
  private static final Pattern AFTER = Pattern.compile("->(\\d+)M");
  private final Path file;

  HeapLog(Path file) {
    this.file = file;
  }

  /** The option that makes a JVM write it. */
  String option() {
    return "-Xlog:gc:file=" + file + "::filecount=0";
  }

  /** The most that was left by a collection, in MiB: what it takes besides garbage. 0 without any. */
  int largestMib() throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.map(AFTER::matcher).filter(Matcher::find)
          .mapToInt(found -> Integer.parseInt(found.group(1))).max().orElse(0);
    }
  }
}
