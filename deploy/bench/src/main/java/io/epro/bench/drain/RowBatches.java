package io.epro.bench.drain;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of {@link EncodedRows}, read batch by batch. Not thread-safe. */
public final class RowBatches implements AutoCloseable {
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

  @Override
  public void close() throws IOException {
    in.close();
  }
}
