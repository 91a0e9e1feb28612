package io.epro.bench.keys;

import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code bench.report} in one of its variants, seen from outside. Not thread-safe. */
final class VariantTable implements AutoCloseable {
  /** Of what every variant holds; the order of rows does not matter. */
  private static final String FINGERPRINT = "select count(*), bit_xor(hash_record_extended(row("
      + "patient_id::text collate \"C\", report_id, reported_at, source_partition, source_offset),"
      + " 0)) from bench.report";
  /** The table, or its parts. */
  private static final String TABLES = "from pg_class where relkind = 'r'"
      + " and relnamespace = 'bench'::regnamespace";
  private static final String INDEXES = "select indexrelid::regclass::text,"
      + " pg_relation_size(indexrelid) from pg_index where indrelid in (select oid " + TABLES + ")";

  private final Connection connection;

  VariantTable(LocalPostgres postgres) throws SQLException {
    // Planned anew each time, so that EXPLAIN shows the plan that is measured.
    this.connection = DriverManager.getConnection(postgres.jdbcUrl() + "?prepareThreshold=0",
        LocalPostgres.USER, LocalPostgres.PASSWORD);
  }

  /** Lets our role ask for checkpoints. */
  static void allowCheckpoints(LocalPostgres postgres) throws IOException, SQLException {
    try (var connection = postgres.connectAsSuperuser()) {
      execute(connection, "grant pg_checkpoint to " + LocalPostgres.USER);
    }
  }

  void create(Variant variant) throws SQLException {
    execute(connection, "drop schema if exists bench cascade");
    execute(connection, "create schema bench");
    for (String ddl : variant.ddl()) {
      execute(connection, ddl);
    }
    // When it would come is chance; here it comes when its turn is, and is measured.
    execute(connection, "do $$ declare one regclass; begin for one in select oid " + TABLES
        + " loop execute format('alter table %s set (autovacuum_enabled = off)', one);"
        + " end loop; end $$");
  }

  void analyze() throws SQLException {
    execute(connection, "analyze bench.report");
  }

  void vacuum() throws SQLException {
    execute(connection, "vacuum (analyze) bench.report");
  }

  void checkpoint() throws SQLException {
    execute(connection, "checkpoint");
  }

  Connection connection() {
    return connection;
  }

  /** Where the write-ahead log ends, in bytes. */
  long walEnd() throws SQLException {
    return number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");
  }

  /** Whole pages written to the log so far, since each page's first change after a checkpoint. */
  long walPages() throws SQLException {
    return number("select wal_fpi from pg_stat_wal");
  }

  long tableBytes() throws SQLException {
    return number("select sum(pg_table_size(oid))::bigint " + TABLES);
  }

  /** Bytes by name. */
  Map<String, Long> indexBytes() throws SQLException {
    var sizes = new TreeMap<String, Long>();
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(INDEXES)) {
      while (result.next()) {
        sizes.put(result.getString(1), result.getLong(2));
      }
    }
    return sizes;
  }

  /** What the table holds. */
  record Contents(long rows, long fingerprint) {}

  Contents contents() throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(FINGERPRINT)) {
      result.next();
      return new Contents(result.getLong(1), result.getLong(2));
    }
  }

  String serverVersion() throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion();
  }

  private long number(String query) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
