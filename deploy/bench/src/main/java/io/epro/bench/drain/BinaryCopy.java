package io.epro.bench.drain;

import io.epro.processor.sink.ReportEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Encoded rows straight into the table, a batch a transaction. Confined to one thread. */
public final class BinaryCopy {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};

  private final CopyManager api;
  private final String statement;

  /**
   * Into a table like {@code epro.report}.
   *
   * @param connection in autocommit mode
   */
  public BinaryCopy(Connection connection, String table) throws SQLException {
    this.api = connection.unwrap(PGConnection.class).getCopyAPI();
    this.statement = "copy " + table + " (" + ReportEncoder.COLUMNS
        + ") from stdin (format binary)";
  }

  /** @param rows in the first bytes */
  public void write(byte[] bytes, int length, int rows) throws SQLException {
    var copy = api.copyIn(statement);
    copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
    copy.writeToCopy(bytes, 0, length);
    copy.writeToCopy(TRAILER, 0, TRAILER.length);
    if (copy.endCopy() != rows) {
      throw new IllegalStateException("Postgres did not take all rows of a batch");
    }
  }
}
