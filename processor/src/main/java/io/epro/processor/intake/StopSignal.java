package io.epro.processor.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that this process should stop, given by SIGTERM or SIGINT, and the promise to the signal's
 * handler that it may end the process: {@link #close}, when all is closed, or a time limit.
 */
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch given = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  /** @param limit after which the process ends even if it is not closed */
  public static StopSignal onTermination(Duration limit) {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
      signal.give();
      await(signal.done, limit);
    }));
    return signal;
  }

  public void give() {
    given.countDown();
  }

  public boolean given() {
    return given.getCount() == 0;
  }

  /** Waits for the signal. @return whether it was given */
  public boolean await(Duration atMost) {
    return await(given, atMost);
  }

  @Override
  public void close() {
    done.countDown();
  }

  private static boolean await(CountDownLatch latch, Duration atMost) {
    try {
      return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
