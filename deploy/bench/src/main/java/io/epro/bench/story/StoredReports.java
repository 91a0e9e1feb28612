package io.epro.bench.story;

import io.epro.bench.sample.SampleReports;
import io.epro.local.postgres.LocalPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;

/** What a table holds of the reports with numbers from one on: a report's time tells its number. Not thread-safe. */
final class StoredReports implements AutoCloseable {
  private final Connection connection;
  private final String table;

  /**
   * What became of the reports that were to be sent.
   *
   * @param acknowledged were told "accepted"
   * @param stored of these, those that are a row
   * @param lost of these, those that are none
   * @param duplicated rows beyond the first, of any report
   */
  record Fates(long acknowledged, long stored, long lost, long duplicated) {}

  StoredReports(LocalPostgres postgres, String table) throws SQLException {
    this.connection = postgres.connect();
    this.table = table;
  }

  /** Rows from this number on. */
  long count(long first) throws SQLException {
    return asked("select count(*) from ", first, result -> {
      result.next();
      return result.getLong(1);
    });
  }

  /** Rows a second, from the first one's transaction to the last one's. */
  double perSecond(long first) throws SQLException {
    return asked("select count(*) / greatest(extract(epoch from max(stored_at) - min(stored_at)),"
        + " 0.001) from ", first, result -> {
          result.next();
          return result.getDouble(1);
        });
  }

  /** @param acknowledged numbers less the first */
  Fates fates(long first, BitSet acknowledged) throws SQLException {
    return asked("select (extract(epoch from reported_at) * 1000)::bigint - "
        + (SampleReports.FIRST_MILLIS + first) + " from ", first,
        result -> fates(acknowledged, result));
  }

  private static Fates fates(BitSet acknowledged, ResultSet numbers) throws SQLException {
    var stored = new BitSet();
    long rows = 0;
    while (numbers.next()) {
      stored.set(numbers.getInt(1));
      rows++;
    }
    long duplicated = rows - stored.cardinality();
    stored.and(acknowledged);
    return new Fates(acknowledged.cardinality(), stored.cardinality(),
        acknowledged.cardinality() - stored.cardinality(), duplicated);
  }

  @FunctionalInterface
  private interface Reading<T> { T of(ResultSet result) throws SQLException; }

  private <T> T asked(String select, long first, Reading<T> reading) throws SQLException {
    try (var query = connection.prepareStatement(
        select + table + " where reported_at >= to_timestamp(? / 1000.0)")) {
      query.setLong(1, SampleReports.FIRST_MILLIS + first);
      try (var result = query.executeQuery()) {
        return reading.of(result);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
