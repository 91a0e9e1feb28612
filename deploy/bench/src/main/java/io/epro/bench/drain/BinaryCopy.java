package io.epro.bench.drain;

import io.epro.processor.sink.ReportEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Encoded rows straight into the table, a batch a transaction. Confined to one thread. */
final class BinaryCopy {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};
  private static final String COPY = "copy epro.report (" + ReportEncoder.COLUMNS
      + ") from stdin (format binary)";

  private final CopyManager api;

  /** @param connection in autocommit mode */
  BinaryCopy(Connection connection) throws SQLException {
    this.api = connection.unwrap(PGConnection.class).getCopyAPI();
  }

  void write(byte[] bytes, int length, int rows) throws SQLException {
    var copy = api.copyIn(COPY);
    copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
    copy.writeToCopy(bytes, 0, length);
    copy.writeToCopy(TRAILER, 0, TRAILER.length);
    if (copy.endCopy() != rows) {
      throw new IllegalStateException("Postgres did not take all rows of a batch");
    }
  }
}
