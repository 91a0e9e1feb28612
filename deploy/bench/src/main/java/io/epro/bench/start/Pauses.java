package io.epro.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The stops that a JVM wrote down with {@code -Xlog:safepoint}: all of them, whatever they were for.
 *
 * @param seconds in all
 * @param longestMillis the longest
 */
record Pauses(double seconds, double longestMillis) {
  private static final Pattern TOTAL = Pattern.compile("Safepoint .*Total: +(\\d+) ns");

  static String option(Path log) {
    return "-Xlog:safepoint:file=" + log + "::filecount=0";
  }

  static Pauses read(Path log) throws IOException {
    return of(Files.readString(log));
  }

  static Pauses of(String log) {
    var nanos = TOTAL.matcher(log).results().mapToLong(found -> Long.parseLong(found.group(1)))
        .summaryStatistics();
    return new Pauses(nanos.getSum() / 1e9, Math.max(0, nanos.getMax()) / 1e6);
  }
}
