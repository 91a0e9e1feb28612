package io.epro.gateway.receive;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that all have the same time to finish, oldest first: one look at the front says whether any
 * is late, so that a request costs no timer of its own. Confined to one event loop.
 */
final class Deadlines<T extends Timed<T>> {
  private final long limitNanos;
  private final LongSupplier nanoTime;
  private final Consumer<T> late;
  private @Nullable T oldest;
  private @Nullable T newest;

  /** @param late called for each thing whose time is up, after it has been removed */
  Deadlines(Duration limit, LongSupplier nanoTime, Consumer<T> late) {
    this.limitNanos = limit.toNanos();
    this.nanoTime = nanoTime;
    this.late = late;
  }

  /** Starts a thing's time; it must be in no deadlines, here or elsewhere. */
  void start(T thing) {
    thing.startedAt = nanoTime.getAsLong();
    thing.running = true;
    thing.older = newest;
    if (newest == null) {
      oldest = thing;
    } else {
      newest.newer = thing;
    }
    newest = thing;
  }

  /** The thing has finished, or is of no interest any more; one that is not here does not matter. */
  void end(T thing) {
    if (!thing.running) {
      return;
    }
    var older = thing.older;
    var newer = thing.newer;
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    thing.older = null;
    thing.newer = null;
    thing.running = false;
  }

  /** Finds what is late; to be called often. */
  void check() {
    long now = nanoTime.getAsLong();
    for (var first = oldest; first != null
        && now - first.startedAt >= limitNanos; first = oldest) {
      end(first);
      late.accept(first);
    }
  }
}
