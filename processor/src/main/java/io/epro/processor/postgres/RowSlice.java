package io.epro.processor.postgres;

import io.epro.processor.sink.EncodedRows;

/** Neighbouring rows, {@code from} to before {@code to}. */
record RowSlice(EncodedRows all, int from, int to) {

  static RowSlice of(EncodedRows all) {
    return new RowSlice(all, 0, all.size());
  }

  int size() {
    return to - from;
  }

  RowSlice firstHalf() {
    return new RowSlice(all, from, middle());
  }

  RowSlice secondHalf() {
    return new RowSlice(all, middle(), to);
  }

  private int middle() {
    return (from + to) >>> 1;
  }
}
