package io.epro.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Signals that Java has no call for, sent by the shell's own {@code kill}. */
public final class Signals {
  private static final long FREEZE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Signals() {}

  /**
   * Stops a process until {@code CONT}, and waits until it stands still (on Linux): a thread that is
   * to stop does so when it is next scheduled, and on a busy machine others work on until then.
   *
   * @throws IOException when there is no such process, it is not ours or does not stop
   */
  public static void freeze(long pid) throws IOException {
    send("STOP", pid);
    var threads = Path.of("/proc", Long.toString(pid), "task");
    long deadline = System.nanoTime() + FREEZE_LIMIT_NANOS;
    while (Files.isDirectory(threads) && !stopped(threads)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IOException("process " + pid + " does not stop");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** A process and all that it started. The parent first: standing still it makes no more children. */
  public static void freezeTree(long pid) throws IOException {
    freeze(pid);
    for (long child : descendants(pid)) {
      freeze(child);
    }
  }

  /** Lets them go on where they were. */
  public static void thawTree(long pid) throws IOException {
    for (long child : descendants(pid)) {
      send("CONT", child);
    }
    send("CONT", pid);
  }

  private static List<Long> descendants(long pid) {
    return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid).toList();
  }

  /** The state stands behind the name, which is in parentheses and may hold some: proc(5). */
  private static boolean stopped(Path threads) throws IOException {
    try (var all = Files.newDirectoryStream(threads)) {
      for (var thread : all) {
        var stat = Files.readString(thread.resolve("stat"));
        if (!stat.startsWith(") T", stat.lastIndexOf(')'))) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false; // it ended while it was looked at
    }
  }

  /**
   * Sends a signal, for example {@code INT}, {@code STOP} or {@code CONT}.
   *
   * @throws IOException when there is no such process or it is not ours
   */
  public static void send(String signal, long pid) throws IOException {
    var kill = new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IOException("cannot send " + signal + " to process " + pid);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending a signal", e);
    }
  }
}
