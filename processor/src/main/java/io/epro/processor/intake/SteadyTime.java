package io.epro.processor.intake;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/**
 * The wall clock as it was when this was made, going on evenly from there: what somebody does to the
 * machine's clock meanwhile does not show. Streams measures by its clock when to commit and when to call
 * punctuators. By the real one, set back an hour, it would do neither for an hour, and a batch that does not
 * fill would wait as long.
 */
final class SteadyTime implements Time {
  private final long aheadNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())
      - System.nanoTime();

  @Override
  public long milliseconds() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() + aheadNanos);
  }

  @Override
  public long nanoseconds() {
    return System.nanoTime();
  }

  @Override
  public void sleep(long millis) {
    SYSTEM.sleep(millis);
  }

  @Override
  public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMillis)
      throws InterruptedException {
    synchronized (monitor) {
      while (!condition.get()) {
        long left = deadlineMillis - milliseconds();
        if (left <= 0) {
          throw new TimeoutException("the condition did not hold before the deadline");
        }
        monitor.wait(left);
      }
    }
  }
}
