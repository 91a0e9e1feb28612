package io.epro.processor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the connection of whoever waits too long for Postgres. The driver's own timeout holds for
 * reading; a write to a server that stands still would wait for ever once the buffers in between are
 * full, and neither can be interrupted. Cut, both end with an error. Thread-safe.
 */
final class AnswerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWatch.class);
  private static final Duration LOOK = Duration.ofMillis(250);
  /** What is under way when the process is to stop; what is not written by then is read again. */
  private static final Duration STOPPING = Duration.ofSeconds(3);

  private final Map<Connection, Wait> waits = new ConcurrentHashMap<>();
  private final BooleanSupplier stopping;
  private final CountDownLatch closed = new CountDownLatch(1);
  /** Confined to the watch's thread. */
  private long stopNanos;

  private record Wait(long beginNanos, long limitNanos) {}

  /** @param stopping whether the process was told to stop */
  AnswerWatch(BooleanSupplier stopping) {
    this.stopping = stopping;
    Thread.ofPlatform().name("answer-watch").daemon().start(this::watch);
  }

  /** Watches the connection until it is closed or {@link #end} is called; a second call begins anew. */
  void begin(Connection connection, Duration limit) {
    waits.put(connection, new Wait(System.nanoTime(), limit.toNanos()));
  }

  void end(Connection connection) {
    waits.remove(connection);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void watch() {
    boolean stopSeen = false;
    while (!closedWithin(LOOK)) {
      if (!stopSeen && stopping.getAsBoolean()) {
        stopSeen = true;
        stopNanos = System.nanoTime();
      }
      long now = System.nanoTime();
      for (var entry : waits.entrySet()) {
        if (now - deadline(entry.getValue(), stopSeen) >= 0) {
          cut(entry.getKey(), entry.getValue());
        }
      }
    }
  }

  private long deadline(Wait wait, boolean stopSeen) {
    long usual = wait.beginNanos() + wait.limitNanos();
    if (!stopSeen) {
      return usual;
    }
    long from = wait.beginNanos() - stopNanos > 0 ? wait.beginNanos() : stopNanos;
    long hurried = from + STOPPING.toNanos();
    return hurried - usual < 0 ? hurried : usual;
  }

  /** By whom it is used fails, as by any other loss of the connection. */
  private void cut(Connection connection, Wait late) {
    try {
      // Not the next wait on the same connection, which may have begun since.
      if (waits.remove(connection, late) && !connection.isClosed()) {
        LOG.atWarn().log("Cut a connection on which Postgres did not answer in time");
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      LOG.atDebug().addKeyValue("sqlState", e.getSQLState()).log("It was gone already");
    }
  }

  private boolean closedWithin(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
