package io.epro.processor.postgres;

import io.epro.processor.sink.EncodedRows;
import io.epro.processor.sink.Row;
import java.util.List;

/** Neighbouring rows, {@code from} to before {@code to}. */
record RowSlice(EncodedRows all, int from, int to) {

  static RowSlice of(EncodedRows all) {
    return new RowSlice(all, 0, all.rows().size());
  }

  int size() {
    return to - from;
  }

  List<Row> rows() {
    return all.rows().subList(from, to);
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
