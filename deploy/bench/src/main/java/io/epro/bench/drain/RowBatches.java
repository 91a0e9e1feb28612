package io.epro.bench.drain;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** A file of {@link EncodedRows}, read batch by batch. Not thread-safe. */
public final class RowBatches implements AutoCloseable {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};
  private static final int BUFFER = 1 << 20;

  private final DataInputStream in;
  private byte[] bytes = new byte[BUFFER];
  private int length;
  private int rows;

  public RowBatches(Path file) throws IOException {
    this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }

  /** Reads the next batch. @return false at the end */
  public boolean next() throws IOException {
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return false;
    }
    rows = in.readInt();
    bytes = length > bytes.length ? new byte[length] : bytes;
    in.readFully(bytes, 0, length);
    return true;
  }

  /** The rows are in the first {@link #length} bytes; valid until the next batch is read. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public int rows() {
    return rows;
  }

  /**
   * COPY of this batch.
   *
   * @param copy the statement, {@code format binary}
   * @throws IllegalStateException when Postgres did not take all rows
   */
  public void copy(Connection connection, String copy) throws SQLException {
    send(connection, copy, bytes, length, rows);
  }

  /** COPY of so many rows in the first bytes. */
  public static void send(Connection connection, String copy, byte[] bytes, int length, int rows)
      throws SQLException {
    var in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    in.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
    in.writeToCopy(bytes, 0, length);
    in.writeToCopy(TRAILER, 0, TRAILER.length);
    if (in.endCopy() != rows) {
      throw new IllegalStateException("Postgres did not take all rows of a batch");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
