package io.epro.bench.drain;

import io.epro.bench.sample.SampleReports;
import io.epro.local.postgres.LocalPostgres;
import io.epro.processor.validate.Rules;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * What the table holds before a run: nothing, or the reports of the time before the backlog, from the same
 * patients. They come in as reports do, in the order of time, so that heap and indexes look as they do
 * after so many; then a copy of the database is kept, of which each run gets a fresh one.
 */
public final class EarlierRows {
  private static final int SEED = 20250101;
  private static final int CONNECTIONS = 2;
  private static final String COPY = "epro_before";

  private final LocalPostgres postgres;
  private final boolean any;

  private EarlierRows(LocalPostgres postgres, boolean any) {
    this.postgres = postgres;
    this.any = any;
  }

  public static EarlierRows none(LocalPostgres postgres) {
    return new EarlierRows(postgres, false);
  }

  /** Fills the table, which takes minutes for tens of millions of rows. */
  static EarlierRows fill(LocalPostgres postgres, long rows, int patients, Rules rules)
      throws IOException, SQLException {
    none(postgres).restore();
    Threads.run(CONNECTIONS, number -> fill(postgres, rows, patients, rules, number));
    try (var connection = postgres.connect()) {
      run(connection, List.of("vacuum (analyze) epro.report"));
    }
    restart(postgres);
    try (var connection = aside(postgres)) {
      run(connection, List.of("drop database if exists " + COPY + " with (force)",
          "alter database " + LocalPostgres.DATABASE + " rename to " + COPY));
    }
    return new EarlierRows(postgres, true);
  }

  /** Puts everything back to what it was, and restarts Postgres, so that all runs begin alike. */
  public void prepare() throws IOException, SQLException {
    restore();
    restart(postgres);
  }

  private void restore() throws IOException, SQLException {
    if (any) {
      restart(postgres);
      try (var connection = aside(postgres)) {
        run(connection, List.of(
            "drop database if exists " + LocalPostgres.DATABASE + " with (force)",
            "create database " + LocalPostgres.DATABASE + " template " + COPY
                + " strategy file_copy"));
      }
    } else {
      try (var table = new ReportTable(postgres)) {
        table.empty();
      }
    }
  }

  /** Every n-th of the reports; the last one comes just before the backlog's first. */
  private static void fill(LocalPostgres postgres, long rows, int patients, Rules rules,
      int number) throws IOException, SQLException {
    long start = SampleReports.FIRST_MILLIS
        - (rows - number + CONNECTIONS) * SampleReports.STEP_MILLIS;
    var reports = new SampleReports(SEED + number, new SampleReports.Patients(patients, 0), start,
        CONNECTIONS * SampleReports.STEP_MILLIS);
    try (var connection = postgres.connect()) {
      run(connection, List.of("set synchronous_commit = off"));
      var copy = new BinaryCopy(connection, "epro.report");
      var encoded = new EncodedRows(rules, false, copy::write);
      for (long row = number; row < rows; row += CONNECTIONS) {
        encoded.add(reports.next(), number, row);
      }
      encoded.flush();
    }
  }

  /** Also ends the workers of autovacuum: one in a database keeps others from dropping or renaming it. */
  private static void restart(LocalPostgres postgres) throws IOException {
    postgres.stop();
    postgres.start();
  }

  /** A connection to another database of the same server. */
  private static Connection aside(LocalPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres", LocalPostgres.USER,
        LocalPostgres.PASSWORD);
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
