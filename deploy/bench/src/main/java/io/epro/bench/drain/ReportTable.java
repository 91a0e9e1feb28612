package io.epro.bench.drain;

import io.epro.local.postgres.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** The tables that all contestants fill, seen from outside. Not thread-safe. */
public final class ReportTable implements AutoCloseable {
  /** Of every column but those that differ from run to run; the order of rows does not matter. */
  private static final String FINGERPRINT = "select count(*), coalesce(sum(hashtextextended("
      + "concat_ws('|', patient_id, report_id, reported_at, heart_rate, temperature, symptoms,"
      + " medications, unknown_drugs, received_at, source_partition, source_offset), 0)::numeric),"
      + " 0)::text, coalesce(sum(hashtextextended(content_sha256::text, 0)::numeric), 0)::text"
      + " from epro.report";
  private static final String APPLIED = "select coalesce(sum(next_offset - first_offset), 0)"
      + " from epro.ledger";

  private final Connection connection;

  public ReportTable(LocalPostgres postgres) throws SQLException {
    this.connection = postgres.connect();
  }

  /**
   * What the table holds.
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

  void empty() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("truncate epro.report, epro.rejection, epro.ledger, epro.ledger_hole");
    }
  }

  /** Exact; quick while the table is nearly empty. */
  long rows() throws SQLException {
    return number("select count(*) from epro.report");
  }

  /** Kept aside. */
  public long rejections() throws SQLException {
    return number("select count(*) from epro.rejection");
  }

  /** Records that the ledger says are applied. */
  long applied() throws SQLException {
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
