package io.epro.local.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java has no call for, sent by the shell's own {@code kill}. */
public final class Signals {
  private Signals() {}

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
