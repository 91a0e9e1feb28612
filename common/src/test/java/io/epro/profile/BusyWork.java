package io.epro.profile;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Threads that burn, allocate, fight for locks and wait for work, until closed. */
final class BusyWork implements AutoCloseable {
  private static final long HOLD_NANOS = 2_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Object monitor = new Object();
  private final AtomicReference<@Nullable Object> sink = new AtomicReference<>();
  private volatile boolean running = true;

  BusyWork(String names) {
    start(names, this::burnTheProcessor);
    start(names, this::allocateMuch);
    for (int i = 0; i < 2; i++) {
      start(names, this::fightForLock);
      start(names, this::fightForMonitor);
    }
    start(names, this::waitForWork);
  }

  @Override
  public void close() {
    running = false;
  }

  private void start(String name, Runnable work) {
    Thread.ofPlatform().name(name).daemon().start(() -> {
      while (running) {
        work.run();
      }
    });
  }

  private void burnTheProcessor() {
    double sum = 0;
    for (int i = 1; i < 1_000_000; i++) {
      sum += Math.sqrt(i);
    }
    sink.set(sum);
  }

  private void allocateMuch() {
    for (int i = 0; i < 100; i++) {
      sink.set(new byte[10_000]);
    }
    LockSupport.parkNanos(HOLD_NANOS / 4);
  }

  private void fightForLock() {
    lock.lock();
    try {
      LockSupport.parkNanos(HOLD_NANOS);
    } finally {
      lock.unlock();
    }
  }

  private void fightForMonitor() {
    synchronized (monitor) {
      LockSupport.parkNanos(HOLD_NANOS);
    }
  }

  private void waitForWork() {
    LockSupport.parkNanos(this, 5 * HOLD_NANOS);
  }
}
