package io.epro.processor.postgres;

import io.epro.processor.sink.EncodedRows;
import io.epro.processor.sink.KeyOrder;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring rows of an order, from place {@code from} to before place {@code to}.
 *
 * @param order null for the order in which they were taken in
 */
record RowSlice(EncodedRows all, @Nullable KeyOrder order, int from, int to) {

  /** All, in the order in which they were taken in. */
  static RowSlice of(EncodedRows all) {
    return new RowSlice(all, null, 0, all.size());
  }

  /** All, in about the order of the table's key; of one patient's, those taken in first come first. */
  static RowSlice inKeyOrder(EncodedRows all) {
    return new RowSlice(all, all.inKeyOrder(0, all.size()), 0, all.size());
  }

  int size() {
    return to - from;
  }

  int row(int place) {
    return order == null ? place : order.row(place);
  }

  RowSlice part(int begin, int end) {
    return new RowSlice(all, order, begin, end);
  }

  RowSlice firstHalf() {
    return part(from, middle());
  }

  RowSlice secondHalf() {
    return part(middle(), to);
  }

  private int middle() {
    return (from + to) >>> 1;
  }
}
