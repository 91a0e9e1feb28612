package io.epro.gateway.receive;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Things that all have the same time to finish, oldest first: one look at the front says whether any
 * is late, so that a request costs no timer of its own. Confined to one event loop.
 */
final class Deadlines<T> {
  private final LinkedHashMap<T, Long> startedAt = new LinkedHashMap<>();
  private final long limitNanos;
  private final LongSupplier nanoTime;
  private final Consumer<T> late;

  /** @param late called for each thing whose time is up, after it has been removed */
  Deadlines(Duration limit, LongSupplier nanoTime, Consumer<T> late) {
    this.limitNanos = limit.toNanos();
    this.nanoTime = nanoTime;
    this.late = late;
  }

  /** Starts a thing's time; it must not be here already. */
  void start(T thing) {
    startedAt.put(thing, nanoTime.getAsLong());
  }

  /** The thing has finished, or is of no interest any more. */
  void end(T thing) {
    startedAt.remove(thing);
  }

  /** Finds what is late; to be called often. */
  void check() {
    long now = nanoTime.getAsLong();
    for (var oldest = startedAt.firstEntry(); oldest != null; oldest = startedAt.firstEntry()) {
      if (now - oldest.getValue() < limitNanos) {
        return;
      }
      startedAt.pollFirstEntry();
      late.accept(oldest.getKey());
    }
  }
}
