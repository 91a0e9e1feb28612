package io.epro.local.traffic;

import io.epro.local.traffic.Delivery.Abandoned;
import io.epro.local.traffic.Delivery.Acknowledged;
import io.epro.local.traffic.Delivery.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends a source's reports in a rhythm, paced by the clock and not by the answers: when the gateway
 * falls behind, reports become due all the same, up to the bound on those under way. Each report is
 * carried by a virtual thread until it is acknowledged.
 */
public final class Traffic implements AutoCloseable {
  private static final long TICK_NANOS = Duration.ofMillis(5).toNanos();

  /** Told of each submission's end, from many threads at once. */
  @FunctionalInterface
  public interface Listener { void ended(Submission submission, Delivery delivery); }

  private final ReportSource source;
  private final Rhythm rhythm;
  private final Phone phone;
  private final long limit;
  private final int mostUnderWay;
  private final InstantSource clock;
  private final Listener listener;
  private final Semaphore underWay;
  private final ExecutorService phones = Executors.newVirtualThreadPerTaskExecutor();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private volatile boolean stopping;
  private volatile boolean hurried;
  private @Nullable Thread pacer;

  /**
   * Traffic that is not started yet.
   *
   * @param limit ends after so many submissions
   * @param mostUnderWay submissions, and so connections, at a time
   */
  public Traffic(ReportSource source, Rhythm rhythm, Phone phone, long limit, int mostUnderWay,
      InstantSource clock, Listener listener) {
    this.source = source;
    this.rhythm = rhythm;
    this.phone = phone;
    this.limit = limit;
    this.mostUnderWay = mostUnderWay;
    this.clock = clock;
    this.listener = listener;
    this.underWay = new Semaphore(mostUnderWay);
  }

  /** Begins to send, on threads of its own. */
  public Traffic start() {
    pacer = Thread.ofPlatform().name("traffic").daemon().start(this::pace);
    return this;
  }

  /**
   * Waits until the limit is reached and every submission has its end.
   *
   * @return false when the time was up before
   */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (pacer != null && !pacer.join(timeout)) {
      return false;
    }
    if (!underWay.tryAcquire(mostUnderWay, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    underWay.release(mostUnderWay);
    return true;
  }

  /**
   * Sends nothing new and waits for what is under way; what has no answer after the timeout is
   * abandoned.
   */
  public void stop(Duration timeout) {
    stopping = true;
    try {
      if (!awaitEnd(timeout)) {
        hurried = true;
        phones.shutdownNow();
        awaitEnd(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    phones.shutdownNow();
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  /** Submissions that got a 202, retries of the same report counted each time. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Submissions that the gateway will not take (400 and the like). */
  public long refused() {
    return refused.sum();
  }

  /** Submissions without an answer when time was up. */
  public long abandoned() {
    return abandoned.sum();
  }

  /** Attempts after the first ones, because the gateway was away or overloaded. */
  public long retries() {
    return phone.retries();
  }

  private void pace() {
    long begin = System.nanoTime();
    long sent = 0;
    while (!stopping && sent < limit) {
      long due = Math.min(limit, rhythm.due(Duration.ofNanos(System.nanoTime() - begin)));
      while (sent < due && !stopping) {
        if (!acquire()) {
          break;
        }
        var submission = source.next(clock.instant());
        phones.execute(() -> carry(submission));
        sent++;
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private boolean acquire() {
    try {
      return underWay.tryAcquire(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stopping = true;
      return false;
    }
  }

  private void carry(Submission submission) {
    try {
      end(submission, phone.deliver(submission, () -> !hurried));
    } catch (InterruptedException e) {
      end(submission, new Abandoned());
    } finally {
      underWay.release();
    }
  }

  private void end(Submission submission, Delivery delivery) {
    switch (delivery) {
      case Acknowledged ignored -> acknowledged.increment();
      case Refused ignored -> refused.increment();
      case Abandoned ignored -> abandoned.increment();
    }
    listener.ended(submission, delivery);
  }
}
