package io.epro.bench.profile;

import io.epro.bench.micro.ReportStagesBench;

/** A thread that puts reports through our stages without end; its CPU time counts, not the clock. */
final class Worker {
  private static final int BATCH = 256;

  private final ReportStagesBench stages = new ReportStagesBench();
  private final Thread thread;
  private volatile long reports;

  Worker(String name) {
    thread = Thread.ofPlatform().name(name).daemon().start(this::work);
  }

  long reports() {
    return reports;
  }

  long threadId() {
    return thread.threadId();
  }

  // This thread is the only one that writes the count.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void work() {
    while (true) {
      for (int i = 0; i < BATCH; i++) {
        stages.allStages();
      }
      reports += BATCH;
    }
  }
}
