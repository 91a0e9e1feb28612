package io.epro.bench.latency;

import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks every few milliseconds, over a connection of its own, how far the ledger has come. Rows and ledger
 * move in one transaction, so what it shows is what any reader of the table sees. Runs on a thread of its
 * own.
 */
final class Observer {
  static final long EVERY_MILLIS = 3;
  private static final String LOOK = "select partition, next_offset from epro.ledger where topic = ?";

  private final LocalPostgres postgres;
  private final String topic;
  private final Sightings sightings;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final FutureTask<Sightings> watching = new FutureTask<>(this::watch);
  private volatile long visible;

  private Observer(LocalPostgres postgres, String topic, int partitions) {
    this.postgres = postgres;
    this.topic = topic;
    this.sightings = new Sightings(partitions);
  }

  static Observer start(LocalPostgres postgres, String topic, int partitions) {
    var observer = new Observer(postgres, topic, partitions);
    Thread.ofPlatform().name("observer").daemon().start(observer.watching);
    return observer;
  }

  /** The sum of all partitions' offsets up to which everything was visible at the last look. */
  long visible() {
    return visible;
  }

  /** @throws IOException when it could not look */
  Sightings stop() throws IOException {
    stop.countDown();
    try {
      return watching.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the ledger could not be looked at", e);
    }
  }

  private Sightings watch() throws SQLException, InterruptedException {
    try (var connection = postgres.connect();
        var look = connection.prepareStatement(LOOK)) {
      look.setString(1, topic);
      do {
        look(look);
      } while (!stop.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
      look(look);
    }
    return sightings;
  }

  private void look(PreparedStatement look) throws SQLException {
    try (var result = look.executeQuery()) {
      long now = System.nanoTime();
      long sum = 0;
      while (result.next()) {
        sightings.saw(result.getInt(1), result.getLong(2), now);
        sum += result.getLong(2);
      }
      visible = sum;
    }
  }
}
