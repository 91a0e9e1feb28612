package io.epro.bench.story;

import java.util.concurrent.atomic.AtomicInteger;

/** The first version: a virtual thread for each report, however many there are. */
final class ThreadPerReport implements Door {
  private final Work work;
  private final AtomicInteger running = new AtomicInteger();

  ThreadPerReport(Work work) {
    this.work = work;
  }

  @Override
  public void take(byte[] body) {
    running.incrementAndGet();
    Thread.ofVirtual().name("report").start(() -> {
      try {
        work.process(body);
      } finally {
        running.decrementAndGet();
      }
    });
  }

  @Override
  public int waiting() {
    return running.get();
  }

  @Override
  public void close() {
    // What runs is let go, as it was.
  }
}
