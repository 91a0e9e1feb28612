package io.epro.processor.sink;

import java.util.Arrays;

/**
 * The rows of a batch in about the order of the table's key, which begins with the patient: neighbours then
 * go to the same pages of the index, which saves Postgres about a seventh of its CPU for a row. The order is
 * by the first bytes in which the patient ids differ, so it may be coarse; nothing rests on it.
 *
 * <p>Used again for the next batch; makes no garbage. Confined to one thread.
 */
public final class KeyOrder {
  private static final int ROW_BITS = 24;
  private static final int KEY_BYTES = (Long.SIZE - ROW_BITS) / Byte.SIZE;
  private static final long ROW = (1L << ROW_BITS) - 1;

  private long[] order = new long[256];
  private int size;

  KeyOrder() {}

  /** @param to exclusive; at most 2^24 */
  void sort(EncodedRows rows, int from, int to) {
    size = to - from;
    if (size > order.length) {
      order = new long[Math.max(size, 2 * order.length)];
    }
    int common = common(rows, from, to);
    for (int row = from; row < to; row++) {
      order[row - from] = key(rows, row, common) << ROW_BITS | row;
    }
    Arrays.sort(order, 0, size);
  }

  public int size() {
    return size;
  }

  public int row(int place) {
    return (int) (order[place] & ROW);
  }

  /** How many first bytes all ids share. */
  private static int common(EncodedRows rows, int from, int to) {
    byte[] bytes = rows.array();
    int first = rows.patientFrom(from);
    int common = rows.patientTo(from) - first;
    for (int row = from + 1; row < to && common > 0; row++) {
      int start = rows.patientFrom(row);
      int length = Math.min(common, rows.patientTo(row) - start);
      int differs = Arrays.mismatch(bytes, first, first + length, bytes, start, start + length);
      common = differs < 0 ? length : differs;
    }
    return common;
  }

  private static long key(EncodedRows rows, int row, int common) {
    byte[] bytes = rows.array();
    int at = rows.patientFrom(row) + common;
    int end = rows.patientTo(row);
    long key = 0;
    for (int i = 0; i < KEY_BYTES; i++) {
      key = key << Byte.SIZE | (at + i < end ? bytes[at + i] & 0xFF : 0);
    }
    return key;
  }
}
