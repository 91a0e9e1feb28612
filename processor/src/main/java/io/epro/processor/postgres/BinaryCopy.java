package io.epro.processor.postgres;

import io.epro.processor.sink.EncodedRows;
import io.epro.processor.sink.KeyOrder;
import io.epro.processor.sink.ReportEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** One COPY of encoded rows (PostgreSQL documentation, "COPY", section "Binary Format"). */
final class BinaryCopy {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};
  private static final String FORM = " (" + ReportEncoder.COLUMNS + ") from stdin (format binary)";

  private static final int CHUNK = 64 << 10;

  private BinaryCopy() {}

  /** In the order in which they were taken in. */
  static void into(String table, RowSlice rows, Connection connection) throws SQLException {
    int start = rows.all().startOf(rows.from());
    copy(table, rows, connection, copy -> copy.writeToCopy(rows.all().array(), start,
        rows.all().startOf(rows.to()) - start));
  }

  /** In about the order of the table's key. */
  static void sorted(String table, RowSlice rows, Connection connection) throws SQLException {
    KeyOrder order = rows.all().inKeyOrder(rows.from(), rows.to());
    var chunk = new byte[CHUNK];
    copy(table, rows, connection, copy -> write(rows.all(), order, chunk, copy));
  }

  private static void write(EncodedRows rows, KeyOrder order, byte[] chunk, CopyIn copy)
      throws SQLException {
    int size = 0;
    for (int place = 0; place < order.size(); place++) {
      int start = rows.startOf(order.row(place));
      int length = rows.startOf(order.row(place) + 1) - start;
      if (size + length > chunk.length) {
        copy.writeToCopy(chunk, 0, size);
        size = 0;
      }
      if (length > chunk.length) {
        copy.writeToCopy(rows.array(), start, length);
      } else {
        System.arraycopy(rows.array(), start, chunk, size, length);
        size += length;
      }
    }
    copy.writeToCopy(chunk, 0, size);
  }

  private static void copy(String table, RowSlice rows, Connection connection, Writing writing)
      throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + FORM);
    try {
      copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
      writing.to(copy);
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

  private interface Writing { void to(CopyIn copy) throws SQLException; }
}
