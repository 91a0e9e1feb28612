package io.epro.processor.postgres;

import io.epro.processor.sink.ReportEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** One COPY of encoded rows (PostgreSQL documentation, "COPY", section "Binary Format"). */
final class BinaryCopy {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};
  private static final String FORM = " (" + ReportEncoder.COLUMNS + ") from stdin (format binary)";

  private BinaryCopy() {}

  static void into(String table, RowSlice rows, Connection connection) throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + FORM);
    try {
      int start = rows.all().startOf(rows.from());
      copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
      copy.writeToCopy(rows.all().array(), start, rows.all().startOf(rows.to()) - start);
      copy.writeToCopy(TRAILER, 0, TRAILER.length);
      long copied = copy.endCopy();
      if (copied != rows.size()) {
        throw new IllegalStateException("sent " + rows.size() + " rows, Postgres took " + copied);
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
