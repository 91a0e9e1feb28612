package io.epro.bench.story;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.epro.local.postgres.LocalPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;

/**
 * The service's table in Postgres. Reports have a number for their key, so that nothing keeps one from being
 * there twice; each is an INSERT and a transaction of its own. Thread-safe, with a bounded pool of connections.
 */
final class ArticleTable implements AutoCloseable {
  private static final int CONNECTIONS = 20;
  private static final String SCHEMA = """
      create schema if not exists article;
      create table if not exists article.report
        (id bigint generated always as identity primary key, patient_id text not null,
         report_id uuid not null, reported_at timestamptz not null, heart_rate smallint,
         temperature double precision, symptoms text[], medications jsonb,
         unknown_drugs smallint not null, received_at timestamptz not null,
         stored_at timestamptz not null default now())""";
  private static final String INSERT = "insert into article.report (patient_id, report_id,"
      + " reported_at, heart_rate, temperature, symptoms, medications, unknown_drugs, received_at)"
      + " values (?, ?, ?, ?, ?, ?::text[], ?::jsonb, ?, ?)";

  private final HikariDataSource pool;

  ArticleTable(String jdbcUrl, MeterRegistry metrics) {
    var config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(LocalPostgres.USER);
    config.setPassword(LocalPostgres.PASSWORD);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setPoolName("article");
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
    pool = new HikariDataSource(config);
  }

  /** Makes the table, empty. */
  static void create(LocalPostgres postgres) throws SQLException {
    try (var connection = postgres.connect(); var statement = connection.createStatement()) {
      statement.execute(SCHEMA);
      statement.execute("truncate article.report");
    }
  }

  void insert(ReportRow row) throws SQLException {
    try (var connection = pool.getConnection();
        var insert = connection.prepareStatement(INSERT)) {
      set(insert, row);
      insert.executeUpdate();
    }
  }

  private static void set(PreparedStatement insert, ReportRow row) throws SQLException {
    insert.setString(1, row.patientId);
    insert.setObject(2, row.reportId);
    insert.setTimestamp(3, new Timestamp(row.reportedAt));
    insert.setObject(4, row.heartRate, Types.SMALLINT);
    insert.setObject(5, row.temperature, Types.DOUBLE);
    insert.setString(6, row.symptoms);
    insert.setString(7, row.medications);
    insert.setInt(8, row.unknownDrugs);
    insert.setTimestamp(9, new Timestamp(row.receivedAt));
  }

  @Override
  public void close() {
    pool.close();
  }
}
