package io.epro.local.books;

import io.epro.topics.Topics;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Reads the books of the live pipeline from broker and database. Thread-safe as its source is. */
public final class BookReader implements AutoCloseable {
  private static final int LIMIT_SECONDS = 15;
  private static final String SCHEMA = "epro";
  private static final String PIPELINE = "live";

  /** Where connections come from; each is closed after use. */
  @FunctionalInterface
  public interface Source { Connection connect() throws SQLException; }

  private final Admin admin;
  private final Source database;

  public BookReader(String bootstrapServers, Source database) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers,
        "default.api.timeout.ms", 4_000, "request.timeout.ms", 2_000));
    this.database = database;
  }

  /** Everything, with the rows counted: seconds, where there are millions. */
  public Books read() throws IOException {
    return read(true);
  }

  /** Topic and ledger only, in milliseconds; the rows are taken from the ledger. */
  public Books glance() throws IOException {
    return read(false);
  }

  private Books read(boolean count) throws IOException {
    // The topic first: what is written in between makes the ledger look ahead, never behind.
    var partitions = partitions();
    var begins = offsets(partitions, OffsetSpec.earliest());
    var ends = offsets(partitions, OffsetSpec.latest());
    try (var connection = database.connect()) {
      var ledger = ledger(connection);
      var lost = ledger.isEmpty() ? Map.<Integer, Long>of() : lost(connection);
      var books = IntStream.range(0, partitions)
          .mapToObj(p -> new PartitionBook(p, begins[p], ends[p], ledger.get(p),
              lost.getOrDefault(p, 0L)))
          .toList();
      var unchecked = new Books(books, 0, 0);
      if (!count || ledger.isEmpty()) {
        return new Books(books, unchecked.stored(), unchecked.rejected());
      }
      return new Books(books, count(connection, "report", "true"),
          count(connection, "rejection", "source_topic = '" + Topics.RAW + "'"));
    } catch (SQLException e) {
      throw new IOException("the books cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }

  private int partitions() throws IOException {
    var topics = await(admin.describeTopics(List.of(Topics.RAW)).allTopicNames());
    return topics.values().iterator().next().partitions().size();
  }

  private long[] offsets(int partitions, OffsetSpec which) throws IOException {
    var asked = IntStream.range(0, partitions).boxed()
        .collect(Collectors.toMap(p -> new TopicPartition(Topics.RAW, p), p -> which));
    var offsets = new long[partitions];
    await(admin.listOffsets(asked).all())
        .forEach((partition, answer) -> offsets[partition.partition()] = answer.offset());
    return offsets;
  }

  private static <T> T await(KafkaFuture<T> future) throws IOException {
    try {
      return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the broker does not tell its offsets: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Map<Integer, LedgerRow> ledger(Connection connection) throws SQLException {
    var rows = new HashMap<Integer, LedgerRow>();
    if (!exists(connection)) {
      return rows;
    }
    try (var query = connection.prepareStatement("SELECT partition, first_offset, next_offset,"
        + " stored, duplicate, rejected, skipped, erased FROM " + SCHEMA + ".ledger"
        + " WHERE pipeline = ? AND topic = ?")) {
      query.setQueryTimeout(LIMIT_SECONDS);
      query.setString(1, PIPELINE);
      query.setString(2, Topics.RAW);
      try (var result = query.executeQuery()) {
        while (result.next()) {
          rows.put(result.getInt(1), new LedgerRow(result.getLong(2), result.getLong(3),
              result.getLong(4), result.getLong(5), result.getLong(6), result.getLong(7),
              result.getLong(8)));
        }
      }
    }
    return rows;
  }

  private static Map<Integer, Long> lost(Connection connection) throws SQLException {
    var lost = new HashMap<Integer, Long>();
    try (var query = connection.prepareStatement("SELECT partition, sum(to_offset - from_offset)"
        + " FROM " + SCHEMA + ".ledger_hole WHERE pipeline = ? AND topic = ? GROUP BY partition")) {
      query.setQueryTimeout(LIMIT_SECONDS);
      query.setString(1, PIPELINE);
      query.setString(2, Topics.RAW);
      try (var result = query.executeQuery()) {
        while (result.next()) {
          lost.put(result.getInt(1), result.getLong(2));
        }
      }
    }
    return lost;
  }

  // Before the first processor ever ran there is no schema.
  private static boolean exists(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement
            .executeQuery("SELECT to_regclass('" + SCHEMA + ".ledger') IS NOT NULL")) {
      return result.next() && result.getBoolean(1);
    }
  }

  private static long count(Connection connection, String table, String condition)
      throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(
            "SELECT count(*) FROM " + SCHEMA + "." + table + " WHERE " + condition)) {
      result.next();
      return result.getLong(1);
    }
  }
}
