package io.epro.processor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a command that does several things, each in a transaction of its own: what a piece of work
 * does not commit is undone. For one thread.
 */
final class ToolSession implements AutoCloseable {
  private final Connection connection;

  /** A piece of work. */
  interface Work<T extends @Nullable Object> { T now() throws SQLException; }

  /** @param connection closed with this */
  ToolSession(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
  }

  /** @param failure what cannot be done, for the error's message */
  <T extends @Nullable Object> T work(String failure, Work<T> work) {
    try {
      return work.now();
    } catch (SQLException e) {
      throw Database.outageOrFault(failure, e);
    } finally {
      endTransaction();
    }
  }

  private void endTransaction() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and with it the transaction.
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Database.outageOrFault("the database cannot be left", e);
    }
  }
}
