package io.epro.processor.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Rows with their binary COPY form, in the order in which they were taken in. Not thread-safe. */
public final class EncodedRows {
  private static final int FIRST_BYTES = 64 << 10;
  private static final int FIRST_ROWS = 256;

  private final int keptBytes;
  private CopyBuffer bytes = new CopyBuffer(FIRST_BYTES);
  private final List<Row> rows = new ArrayList<>();
  private int[] starts = new int[FIRST_ROWS];

  /** @param keptBytes the buffer may grow beyond this, but one of more than twice is not kept */
  EncodedRows(int keptBytes) {
    this.keptBytes = keptBytes;
  }

  /** An addition that throws leaves the rows as they were. */
  void add(Row row) {
    int start = bytes.size();
    try {
      ReportEncoder.encode(row, bytes);
    } catch (RuntimeException | Error e) {
      bytes.truncate(start);
      throw e;
    }
    if (rows.size() == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[rows.size()] = start;
    rows.add(row);
  }

  void clear() {
    if (bytes.array().length > 2L * keptBytes) {
      bytes = new CopyBuffer(FIRST_BYTES);
    }
    bytes.truncate(0);
    rows.clear();
  }

  int sizeBytes() {
    return bytes.size();
  }

  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** The encoded rows; row i stands from {@code startOf(i)} to {@code startOf(i + 1)}. */
  public byte[] array() {
    return bytes.array();
  }

  public int startOf(int row) {
    return row == rows.size() ? bytes.size() : starts[row];
  }
}
