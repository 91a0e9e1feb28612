package io.epro.bench.drain;

import io.epro.bench.sample.SampleReports;
import io.epro.local.postgres.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** The tables that all contestants fill, seen from outside. Not thread-safe. */
public final class ReportTable implements AutoCloseable {
  /**
   * Of every column but those that differ from run to run; the order of rows does not matter. Rows that
   * were there before are of an earlier time.
   */
  private static final String FINGERPRINT = "select count(*), coalesce(sum(hashtextextended("
      + "concat_ws('|', patient_id, report_id, reported_at, heart_rate, temperature, symptoms,"
      + " medications, unknown_drugs, received_at, source_partition, source_offset), 0)::numeric),"
      + " 0)::text, coalesce(sum(hashtextextended(content_sha256::text, 0)::numeric), 0)::text"
      + " from epro.report where reported_at > to_timestamp(" + SampleReports.FIRST_MILLIS
      + " / 1e3)";
  private static final String APPLIED = "select coalesce(sum(next_offset - first_offset), 0)"
      + " from epro.ledger";

  private final Connection connection;

  public ReportTable(LocalPostgres postgres) throws SQLException {
    this.connection = postgres.connect();
  }

  /**
   * What the table holds of the backlog.
   *
   * @param fingerprint of all columns but the hash, whose fingerprint is {@code hashes}
   */
  public record Contents(long rows, String fingerprint, String hashes) {}

  /** The processor's own schema, so that all write to the same table with the same indexes. */
  public static void create(LocalPostgres postgres) {
    Flyway.configure()
        .dataSource(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD)
        .schemas("epro").locations("classpath:db/migration").load().migrate();
  }

  public void empty() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("truncate epro.report, epro.rejection, epro.ledger, epro.ledger_hole");
    }
  }

  /** All. */
  public long rows() throws SQLException {
    return number("select count(*) from epro.report");
  }

  /** Where the ledger expects the next record of each partition. */
  public long[] nextOffsets(String topic, int partitions) throws SQLException {
    var next = new long[partitions];
    try (var statement = connection
        .prepareStatement("select partition, next_offset from epro.ledger where topic = ?")) {
      statement.setString(1, topic);
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          next[result.getInt(1)] = result.getLong(2);
        }
      }
    }
    return next;
  }

  /** Kept aside. */
  public long rejections() throws SQLException {
    return number("select count(*) from epro.rejection");
  }

  /** Records that the ledger says are applied. */
  public long applied() throws SQLException {
    return number(APPLIED);
  }

  public Contents contents() throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(FINGERPRINT)) {
      result.next();
      return new Contents(result.getLong(1), result.getString(2), result.getString(3));
    }
  }

  public String serverVersion() throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion();
  }

  private long number(String query) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
