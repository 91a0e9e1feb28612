package io.epro.processor.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts deleted rows as erased, in the books that had counted them as something else, within the caller's
 * transaction. A report does not say of which topic it is: where several books are over its offset, the
 * pipeline's own come first. Rows that no books are over were counted by none.
 */
final class ErasedBooks {
  private final Connection connection;
  private final String ledger;
  private final String pipeline;
  private final List<Row> deleted = new ArrayList<>();

  /** What the books had counted them as. */
  enum Column {
    STORED, REJECTED
  }

  /** Sets the parameters of a statement. */
  interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private record Row(Column as, @Nullable String topic, int partition, long offset) {}

  private record Book(String pipeline, String topic, int partition, long first, long next) {
    boolean over(Row row) {
      return row.partition() == partition && first <= row.offset() && row.offset() < next
          && (row.topic() == null || row.topic().equals(topic));
    }
  }

  /**
   * @param ledger name of the table
   * @param pipeline whose books come first
   */
  ErasedBooks(Connection connection, String ledger, String pipeline) {
    this.connection = connection;
    this.ledger = ledger;
    this.pipeline = pipeline;
  }

  /**
   * Deletes.
   *
   * @param sql returns topic (or null), partition and offset of each row
   * @return how many
   */
  long deleted(Column as, String sql, Parameters parameters) throws SQLException {
    long before = deleted.size();
    try (var delete = connection.prepareStatement(sql)) {
      parameters.set(delete);
      try (var rows = delete.executeQuery()) {
        while (rows.next()) {
          deleted.add(new Row(as, rows.getString(1), rows.getInt(2), rows.getLong(3)));
        }
      }
    }
    return deleted.size() - before;
  }

  /** Locks the books of these partitions, as the pipelines do in ascending order, and sets them right. */
  void move() throws SQLException {
    var books = locked();
    var moves = new LinkedHashMap<Book, Map<Column, Long>>();
    for (Row row : deleted) {
      of(row, books).ifPresent(book -> moves
          .computeIfAbsent(book, _ -> new EnumMap<>(Column.class))
          .merge(row.as(), 1L, Long::sum));
    }
    try (var update = connection.prepareStatement("update " + ledger
        + " set stored = stored - ?, rejected = rejected - ?, erased = erased + ?"
        + " where pipeline = ? and topic = ? and partition = ?")) {
      for (var move : moves.entrySet()) {
        long stored = move.getValue().getOrDefault(Column.STORED, 0L);
        long rejected = move.getValue().getOrDefault(Column.REJECTED, 0L);
        update.setLong(1, stored);
        update.setLong(2, rejected);
        update.setLong(3, stored + rejected);
        update.setString(4, move.getKey().pipeline());
        update.setString(5, move.getKey().topic());
        update.setInt(6, move.getKey().partition());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static Optional<Book> of(Row row, List<Book> books) {
    return books.stream().filter(book -> book.over(row)).findFirst();
  }

  private List<Book> locked() throws SQLException {
    var partitions = new TreeSet<Integer>();
    deleted.forEach(row -> partitions.add(row.partition()));
    var books = new ArrayList<Book>();
    try (var select = connection.prepareStatement("select pipeline, topic, partition, first_offset,"
        + " next_offset from " + ledger + " where partition = any (?)"
        + " order by pipeline, topic, partition for update")) {
      select.setArray(1, connection.createArrayOf("int4", partitions.toArray()));
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          books.add(new Book(rows.getString(1), rows.getString(2), rows.getInt(3),
              rows.getLong(4), rows.getLong(5)));
        }
      }
    }
    books.sort(Comparator.comparing(book -> !book.pipeline().equals(pipeline)));
    return books;
  }
}
