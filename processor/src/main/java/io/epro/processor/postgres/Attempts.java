package io.epro.processor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of work in one transaction, each of which Postgres may refuse without harm to those before: one
 * savepoint, moved on behind each piece that went well. It must be released at the end: what a
 * transaction writes behind a savepoint carries another id, by which no one finds its session
 * ({@code PostgresLedger.endHolders}).
 */
final class Attempts {
  private static final String SET = "savepoint piece";
  private static final String RELEASE = "release savepoint piece";

  private final Database database;
  private final Connection connection;
  /** What moves the savepoint to where the transaction stands now; empty where it is there. */
  private String move = SET;

  Attempts(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  interface Work { void run() throws SQLException; }

  /**
   * Runs one piece, which is given the time of one answer.
   *
   * @return what was refused, undone; null when it went well
   * @throws SQLException what is not the data's fault: the transaction is lost
   */
  @Nullable
  SQLException make(Work work) throws SQLException {
    return database.timed(connection, () -> made(work));
  }

  private @Nullable SQLException made(Work work) throws SQLException {
    execute(move);
    try {
      work.run();
      move = RELEASE + "; " + SET;
      return null;
    } catch (SQLException e) {
      switch (SqlFailure.of(e)) {
        case DUPLICATE_REPORT, BAD_DATA -> execute("rollback to savepoint piece");
        case OUTAGE, DEPLOYMENT, FAULT -> throw e;
      }
      move = "";
      return e;
    }
  }

  /** Back to the transaction itself. */
  void end() throws SQLException {
    if (!move.equals(SET)) {
      database.timed(connection, () -> {
        execute(RELEASE);
        return true;
      });
      move = SET;
    }
  }

  private void execute(String sql) throws SQLException {
    if (!sql.isEmpty()) {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
