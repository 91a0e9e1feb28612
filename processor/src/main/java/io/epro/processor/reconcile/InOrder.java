package io.epro.processor.reconcile;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows ordered by partition and offset, taken while records come by in the same order. */
final class InOrder<T extends Stored> {
  private final Iterator<T> rows;
  private @Nullable T next;

  InOrder(Iterator<T> rows) {
    this.rows = rows;
    forward();
  }

  /** Those at these coordinates, which nobody has taken yet. */
  List<T> at(int partition, long offset) {
    var found = new ArrayList<T>(1);
    while (next != null && next.partition() == partition && next.offset() == offset) {
      found.add(next);
      forward();
    }
    return found;
  }

  /** Takes all that come before these coordinates. */
  void before(int partition, long offset, Consumer<? super T> each) {
    while (next != null && (next.partition() < partition
        || (next.partition() == partition && next.offset() < offset))) {
      each.accept(next);
      forward();
    }
  }

  private void forward() {
    next = rows.hasNext() ? rows.next() : null;
  }
}
