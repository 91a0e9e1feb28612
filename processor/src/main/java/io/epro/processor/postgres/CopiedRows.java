package io.epro.processor.postgres;

import io.epro.processor.reconcile.StoredRow;
import io.epro.processor.sink.ReportEncoder;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of {@code report} from a binary COPY (PostgreSQL documentation, "COPY", section "Binary
 * Format"), as they come: one message a row ("COPY Operations" in the protocol's chapter), the first behind the
 * header, and a trailer. Nothing else may be asked on the connection meanwhile.
 */
final class CopiedRows implements Iterator<StoredRow> {
  private static final List<String> COLUMNS = List.of(ReportEncoder.COLUMNS.split(", ", -1));
  private static final int PARTITION = COLUMNS.indexOf("source_partition");
  private static final int OFFSET = COLUMNS.indexOf("source_offset");
  private static final String COPY = "copy (select " + ReportEncoder.COLUMNS
      + " from report order by source_partition, source_offset) to stdout (format binary)";
  private static final int HEADER_BYTES = 19;

  private final CopyOut copy;
  private @Nullable StoredRow next;

  CopiedRows(Connection connection) throws SQLException {
    copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY);
    byte[] first = copy.readFromCopy();
    next = first == null ? null : row(Arrays.copyOfRange(first, HEADER_BYTES, first.length));
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public StoredRow next() {
    var now = next;
    if (now == null) {
      throw new NoSuchElementException();
    }
    try {
      byte[] message = copy.readFromCopy();
      next = message == null ? null : row(message);
    } catch (SQLException e) {
      throw Database.outageOrFault("the reports cannot be read", e);
    }
    return now;
  }

  /** Null for the trailer, behind which the answer is read to its end. */
  private @Nullable StoredRow row(byte[] message) throws SQLException {
    var row = ByteBuffer.wrap(message);
    if (row.remaining() == 0 || row.getShort() < 0) {
      while (copy.readFromCopy() != null) {
        // nothing of interest
      }
      return null;
    }
    int partition = 0;
    long offset = 0;
    for (int field = 0; field <= OFFSET; field++) {
      int length = row.getInt();
      if (field == PARTITION) {
        partition = row.getInt(row.position());
      } else if (field == OFFSET) {
        offset = row.getLong(row.position());
      }
      row.position(row.position() + Math.max(0, length));
    }
    return new StoredRow(partition, offset, message);
  }
}
