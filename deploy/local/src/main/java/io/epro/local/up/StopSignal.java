package io.epro.local.up;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM. The JVM begins its shutdown at once, so the shutdown hook holds it until the
 * main thread has stopped everything in order, and then ends with the main thread's exit code, which
 * a signal would otherwise replace with its own.
 */
final class StopSignal {
  private static final long PATIENCE_SECONDS = 300;

  private final Thread main = Thread.currentThread();
  private final CountDownLatch finished = new CountDownLatch(1);
  private boolean asked;
  private boolean finishing;
  private volatile int exitCode;

  /** To be called by the thread that works. */
  static StopSignal install() {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::hold, "stop"));
    return signal;
  }

  synchronized boolean asked() {
    return asked;
  }

  /** From now on a signal does not interrupt: the end has begun. */
  synchronized void beginEnd() {
    finishing = true;
    Thread.interrupted();
  }

  /** Everything is stopped; a held shutdown goes on. */
  void finish(int code) {
    exitCode = code;
    finished.countDown();
  }

  private void hold() {
    if (finished.getCount() == 0) {
      return;
    }
    synchronized (this) {
      asked = true;
      if (!finishing) {
        main.interrupt();
      }
    }
    try {
      if (finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
