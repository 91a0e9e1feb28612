package io.epro.bench.drugs;

import io.epro.processor.enrich.DrugFragment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: so many updates of known drugs a second, by the clock. Who is late makes up for it, so
 * fewer than were asked for means that no more was possible. What is put was made before.
 */
public final class Updates implements AutoCloseable {
  private static final int DIFFERENT = 1024;
  /** Of this JVM, which has one writer. */
  static final AtomicLong DONE = new AtomicLong();
  /** Nanoseconds spent in them. */
  static final AtomicLong TOOK = new AtomicLong();

  private final Dictionary dictionary;
  private final int perSecond;
  private final byte[][] ids = new byte[DIFFERENT][];
  private final byte[][] fragments = new byte[2 * DIFFERENT][];
  private final @Nullable Thread thread;
  private volatile boolean stopped;

  /** Begins at once; 0 a second is none. */
  public Updates(Dictionary dictionary, Questions known, int perSecond) {
    this.dictionary = dictionary;
    this.perSecond = perSecond;
    for (int i = 0; i < DIFFERENT; i++) {
      ids[i] = known.bytes(i * 37 % known.count());
      fragments[i] = DrugFragment.of(SampleDrugs.drug(ids[i], i));
      fragments[i + DIFFERENT] = DrugFragment.of(SampleDrugs.drug(ids[i], i + DIFFERENT));
    }
    thread = perSecond == 0 ? null : Thread.ofPlatform().name("updates").daemon().start(this::run);
  }

  private void run() {
    long start = System.nanoTime();
    long done = 0;
    while (!stopped) {
      long now = System.nanoTime();
      long due = start + done * 1_000_000_000L / perSecond;
      if (now < due) {
        LockSupport.parkNanos(due - now);
      } else {
        int number = (int) (done++ % fragments.length);
        dictionary.put(ids[number % DIFFERENT], fragments[number]);
        TOOK.addAndGet(System.nanoTime() - now);
        DONE.incrementAndGet();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    if (thread != null) {
      thread.join();
    }
  }
}
