package io.epro.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * CPU time, user and system, of other processes, from {@code /proc/PID/stat} (man 5 proc; fields 14 to
 * 17). Linux only. Its grain is a tick of 10 ms.
 */
public final class CpuTime {
  private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;
  private static final int STATE_FIELD = 3;
  private static final int USER_FIELD = 14;

  private CpuTime() {}

  /** Of one process with all its threads. */
  public static Duration of(long pid) throws IOException {
    long[] ticks = ticks(pid);
    return duration(ticks[0] + ticks[1]);
  }

  /** Of a server that forks: itself, its living children, and those that it has seen end. */
  public static Duration ofTree(long pid) throws IOException {
    long[] own = ticks(pid);
    long sum = own[0] + own[1] + own[2] + own[3];
    var children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList();
    for (var child : children) {
      sum += ownTicks(child.pid());
    }
    return duration(sum);
  }

  /** 0 when it ended just now: its parent's sum has it next time. */
  private static long ownTicks(long pid) throws IOException {
    try {
      long[] ticks = ticks(pid);
      return ticks[0] + ticks[1];
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** User, system, and the same of the children that ended. The name before them may hold blanks. */
  private static long[] ticks(long pid) throws IOException {
    return ticks(Path.of("/proc", Long.toString(pid), "stat"));
  }

  static long[] ticks(Path file) throws IOException {
    var stat = Files.readString(file);
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    var ticks = new long[4];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = Long.parseLong(fields[USER_FIELD - STATE_FIELD + i]);
    }
    return ticks;
  }

  static Duration duration(long ticks) {
    return Duration.ofNanos(ticks * NANOS_PER_TICK);
  }
}
