package io.epro.bench.overload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Which core a process may use: {@code taskset} of util-linux. */
final class Cores {
  static final int SERVERS = 0;
  static final int CLIENTS = 1;

  private Cores() {}

  /** All threads that the process has and will have. */
  static void pin(long pid, int core) throws IOException {
    var taskset = new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid",
        Integer.toString(core), Long.toString(pid)).redirectErrorStream(true).start();
    var said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!taskset.waitFor(10, TimeUnit.SECONDS) || taskset.exitValue() != 0) {
        throw new IOException("taskset: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while pinning a process", e);
    }
  }
}
