package io.epro.processor.sink;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in their binary COPY form, in the order in which they were taken in, and where each came from. What
 * has no column of its own (key and value of the raw record) is kept beside, by reference. Not thread-safe.
 */
public final class EncodedRows {
  private static final int FIRST_BYTES = 64 << 10;
  private static final int FIRST_ROWS = 256;

  private final int keptBytes;
  private final KeyOrder order = new KeyOrder();
  private CopyBuffer bytes = new CopyBuffer(FIRST_BYTES);
  private int size;
  private int[] starts = new int[FIRST_ROWS];
  private int[] partitions = new int[FIRST_ROWS];
  private long[] offsets = new long[FIRST_ROWS];
  private long[] receivedAt = new long[FIRST_ROWS];
  private byte[] @Nullable [] keys = new byte[FIRST_ROWS][];
  private byte[] @Nullable [] values = new byte[FIRST_ROWS][];

  /** @param keptBytes the buffer may grow beyond this, but one of more than twice is not kept */
  EncodedRows(int keptBytes) {
    this.keptBytes = keptBytes;
  }

  /** Takes in what the row says now. An addition that throws leaves the rows as they were. */
  void add(Row row) {
    int start = bytes.size();
    try {
      ReportEncoder.encode(row, bytes);
      if (size == starts.length) {
        grow(2 * size);
      }
    } catch (RuntimeException | Error e) {
      bytes.truncate(start);
      throw e;
    }
    starts[size] = start;
    partitions[size] = row.partition();
    offsets[size] = row.offset();
    receivedAt[size] = row.receivedAt();
    keys[size] = row.key();
    values[size] = row.value();
    size++;
  }

  private void grow(int rows) {
    partitions = Arrays.copyOf(partitions, rows);
    offsets = Arrays.copyOf(offsets, rows);
    receivedAt = Arrays.copyOf(receivedAt, rows);
    keys = Arrays.copyOf(keys, rows);
    values = Arrays.copyOf(values, rows);
    // Last, since its length is what is asked for: should one of these fail, all is made again.
    starts = Arrays.copyOf(starts, rows);
  }

  void clear() {
    if (bytes.array().length > 2L * keptBytes) {
      bytes = new CopyBuffer(FIRST_BYTES);
    }
    bytes.truncate(0);
    Arrays.fill(keys, 0, size, null);
    Arrays.fill(values, 0, size, null);
    size = 0;
  }

  int sizeBytes() {
    return bytes.size();
  }

  public int size() {
    return size;
  }

  /** The encoded rows; row i stands from {@code startOf(i)} to {@code startOf(i + 1)}. */
  public byte[] array() {
    return bytes.array();
  }

  public int startOf(int row) {
    return row == size ? bytes.size() : starts[row];
  }

  public int partition(int row) {
    return partitions[row];
  }

  public long offset(int row) {
    return offsets[row];
  }

  /** Epoch milliseconds. */
  long receivedAt(int row) {
    return receivedAt[row];
  }

  /** The record behind a row, made for the few that are rejected after all. */
  public SourceRecord source(int row) {
    return new SourceRecord(partitions[row], offsets[row], keys[row], values[row],
        ReportEncoder.reportId(array(), starts[row]),
        ReportEncoder.sha256(array(), startOf(row + 1)),
        receivedAt[row], ReportEncoder.traceId(array(), starts[row]));
  }

  public String patientId(int row) {
    return new String(array(), patientFrom(row), patientTo(row) - patientFrom(row),
        StandardCharsets.UTF_8);
  }

  int patientFrom(int row) {
    return ReportEncoder.patientFrom(starts[row]);
  }

  int patientTo(int row) {
    return ReportEncoder.patientTo(array(), starts[row]);
  }

  /** Rows {@code from} to before {@code to} in about the key's order, until asked again. */
  public KeyOrder inKeyOrder(int from, int to) {
    order.sort(this, from, to);
    return order;
  }
}
