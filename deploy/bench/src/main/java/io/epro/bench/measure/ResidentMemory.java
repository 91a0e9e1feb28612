package io.epro.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process holds, from {@code /proc/PID/status} (man 5 proc). Linux only. */
public final class ResidentMemory {
  private static final String LINE = "VmRSS:";

  private ResidentMemory() {}

  public static long bytes(long pid) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      var value = lines.filter(line -> line.startsWith(LINE)).findFirst()
          .orElseThrow(() -> new IOException("process " + pid + " has ended"))
          .substring(LINE.length()).replace("kB", "").strip();
      return Long.parseLong(value) << 10;
    }
  }
}
