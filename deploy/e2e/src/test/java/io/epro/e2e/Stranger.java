package io.epro.e2e;

import static org.awaitility.Awaitility.await;

import io.epro.local.postgres.LocalPostgres;
import io.epro.local.system.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Somebody else at the same Postgres, as superuser, who does not know what he does to us. */
final class Stranger implements AutoCloseable {
  private final LocalPostgres postgres;
  private final List<Connection> sessions = new ArrayList<>();

  Stranger(LocalPostgres postgres) {
    this.postgres = postgres;
  }

  /** In a session and transaction of its own, which reads and writes whatever the server's defaults are. */
  void does(String... statements) throws IOException, SQLException {
    try (var connection = postgres.connectAsSuperuser();
        var statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      statement.execute("set statement_timeout = 0");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Ends all sessions of the processors. */
  void endSessions() throws IOException, SQLException {
    does("select pg_terminate_backend(pid) from pg_stat_activity"
        + " where application_name = 'epro-processor'");
  }

  /** Takes every connection that there is, the processors' own, too, and keeps them. */
  void takeConnections() throws IOException, SQLException {
    do {
      endSessions();
      while (takesOne()) {
      }
    } while (ask("select count(*) from pg_stat_activity"
        + " where application_name = 'epro-processor'") > 0);
  }

  private boolean takesOne() {
    try {
      sessions.add(postgres.connect());
      return true;
    } catch (SQLException e) {
      return false; // 53300
    }
  }

  /**
   * Locks ledger rows against the order of partitions until a processor is the one that Postgres calls
   * deadlocked.
   */
  void deadlock(String schema, Program processor) throws SQLException, IOException {
    while (!Files.readString(processor.log()).contains("40P01")) {
      try (var connection = postgres.connectAsSuperuser();
          var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("select * from " + schema + ".ledger where partition = 11 for update");
        await("a processor waits for us").atMost(Rig.PATIENCE).ignoreExceptions()
            .until(() -> ask("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and application_name = 'epro-processor'") > 0);
        statement.execute("select * from " + schema + ".ledger where partition < 11"
            + " order by partition desc for update");
      } catch (SQLException e) {
        if (!"40P01".equals(e.getSQLState())) {
          throw e;
        } // this time it was us
      }
    }
  }

  long ask(String query) throws IOException, SQLException {
    try (var connection = postgres.connectAsSuperuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Gives back what it took. */
  @Override
  public void close() throws SQLException {
    for (var session : sessions) {
      session.close();
    }
    sessions.clear();
  }
}
