package io.epro.processor.postgres;

import io.epro.processor.ledger.OutageException;
import java.sql.Connection;
import java.sql.SQLException;

/** Keeps commands apart that must not work at the same time. Held until the session ends. */
final class ToolLock {
  /** Of redrive and discard, with the topic's name behind it. */
  static final String REDRIVE = "redrive ";
  /** Of what copies rows from one table into another. */
  static final String PROMOTE = "promote ";
  private static final String LOCK = "select pg_advisory_lock(hashtextextended(?, 0))";
  private static final String LOCK_NOT_GIVEN = "55P03";

  private ToolLock() {}

  /**
   * Waits a little: the session of a command that was just killed may not have noticed yet.
   *
   * @param connection in autocommit
   * @throws OutageException when another command keeps it
   */
  static void take(Connection connection, String name, String otherwise) throws SQLException {
    try (var limit = connection.createStatement();
        var lock = connection.prepareStatement(LOCK)) {
      limit.execute("set lock_timeout = '10s'");
      lock.setString(1, name);
      lock.execute();
      limit.execute("set lock_timeout = 0");
    } catch (SQLException e) {
      if (LOCK_NOT_GIVEN.equals(e.getSQLState())) {
        throw new OutageException(otherwise + ": wait until it has ended", e);
      }
      throw e;
    }
  }
}
