package io.epro.processor.postgres;

import io.epro.processor.sink.ReportEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * COPYs of encoded rows (PostgreSQL documentation, "COPY", section "Binary Format"). Confined to the
 * connection's thread.
 */
final class BinaryCopy {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};
  private static final String FORM = " (" + ReportEncoder.COLUMNS + ") from stdin (format binary)";

  private static final int CHUNK = 64 << 10;

  private final Connection connection;
  private final byte[] chunk = new byte[CHUNK];

  BinaryCopy(Connection connection) {
    this.connection = connection;
  }

  /** One COPY. */
  void into(String table, RowSlice rows) throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + FORM);
    try {
      copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
      write(rows, copy);
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

  private void write(RowSlice rows, CopyIn copy) throws SQLException {
    byte[] bytes = rows.all().array();
    int size = 0;
    for (int place = rows.from(); place < rows.to(); place++) {
      int row = rows.row(place);
      int start = rows.all().startOf(row);
      int length = rows.all().startOf(row + 1) - start;
      if (size + length > chunk.length) {
        copy.writeToCopy(chunk, 0, size);
        size = 0;
      }
      if (length > chunk.length) {
        copy.writeToCopy(bytes, start, length);
      } else {
        System.arraycopy(bytes, start, chunk, size, length);
        size += length;
      }
    }
    copy.writeToCopy(chunk, 0, size);
  }
}
