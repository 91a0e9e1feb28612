package io.epro.local.pauses;

import io.epro.local.books.BookReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks every few milliseconds, on a thread of its own, at the ends of a topic and at the ledger, and keeps
 * the longest time for which each partition stood still although records were waiting. So a pause is seen as
 * a reader of the database sees it: from one commit that became visible to the next.
 */
public final class PauseWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int LIMIT_SECONDS = 30;

  private final Admin admin;
  private final Connection connection;
  private final PreparedStatement ledger;
  private final Map<TopicPartition, OffsetSpec> asked;
  private final List<Standstill> partitions = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("pause-watch").daemon()
      .unstarted(this::watch);
  private long lag = Long.MAX_VALUE;
  private @Nullable Exception failure;

  private PauseWatch(Admin admin, Connection connection, PreparedStatement ledger, String topic,
      int count) {
    this.admin = admin;
    this.connection = connection;
    this.ledger = ledger;
    this.asked = IntStream.range(0, count).boxed().collect(
        Collectors.toMap(p -> new TopicPartition(topic, p), _ -> OffsetSpec.latest()));
    IntStream.range(0, count).forEach(_ -> partitions.add(new Standstill()));
  }

  /**
   * Begins to look.
   *
   * @param schema whose ledger the processors write; it has to be there
   */
  public static PauseWatch start(String bootstrapServers, String topic,
      BookReader.Source database, String schema) throws IOException {
    var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    try {
      int count = admin.describeTopics(List.of(topic)).allTopicNames()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS).values().iterator().next().partitions().size();
      var connection = database.connect();
      var ledger = connection.prepareStatement("select partition, next_offset from " + schema
          + ".ledger where pipeline = 'live' and topic = '" + topic + "'");
      var watch = new PauseWatch(admin, connection, ledger, topic, count);
      watch.look();
      watch.thread.start();
      return watch;
    } catch (ExecutionException | TimeoutException | SQLException e) {
      admin.close(Duration.ZERO);
      throw new IOException("pauses cannot be watched: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Begins anew: pauses that ended before now no longer count. */
  public synchronized void forget() {
    long now = System.nanoTime();
    partitions.forEach(partition -> partition.forget(now));
  }

  /**
   * The longest pause of each partition since {@link #forget}, those that go on included, shortest first.
   *
   * @throws IllegalStateException when broker or database could not be asked
   */
  public synchronized List<Duration> longest() {
    check();
    long now = System.nanoTime();
    return partitions.stream().map(partition -> Duration.ofNanos(partition.longest(now)))
        .sorted(Comparator.naturalOrder()).toList();
  }

  /** Records that wait, in all partitions, as of the last look. */
  public synchronized long lag() {
    check();
    return lag;
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    try {
      thread.join();
      connection.close();
    } catch (SQLException e) {
      throw new IOException("the connection cannot be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException("pauses were not watched to the end", failure);
    }
  }

  private void watch() {
    try {
      while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (ExecutionException | TimeoutException | SQLException | InterruptedException e) {
      synchronized (this) {
        failure = e;
      }
    }
  }

  // The topic first: what is written in between makes the ledger look ahead, never behind.
  private void look()
      throws ExecutionException, InterruptedException, TimeoutException, SQLException {
    var ends = admin.listOffsets(asked).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    var next = new long[partitions.size()];
    try (var rows = ledger.executeQuery()) {
      while (rows.next()) {
        next[rows.getInt(1)] = rows.getLong(2);
      }
    }
    seen(next, ends.entrySet().stream().collect(
        Collectors.toMap(end -> end.getKey().partition(), end -> end.getValue().offset())));
  }

  private synchronized void seen(long[] next, Map<Integer, Long> ends) {
    long now = System.nanoTime();
    long waiting = 0;
    for (int partition = 0; partition < next.length; partition++) {
      long end = ends.getOrDefault(partition, 0L);
      partitions.get(partition).look(now, next[partition], end);
      waiting += Math.max(0, end - next[partition]);
    }
    lag = waiting;
  }
}
