package io.epro.gateway.receive;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Deadlines} keep, one of them at a time. The links are here and not in a map's entries,
 * because each report waits twice: for its body and for the broker.
 */
abstract class Timed<T extends Timed<T>> {
  @Nullable
  T older;
  @Nullable
  T newer;
  long startedAt;
  boolean running;
}
