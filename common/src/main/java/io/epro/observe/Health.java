package io.epro.observe;

import java.util.List;

/**
 * Whether a part can do its work, as a value. Asking is cheap and does no I/O: a part keeps its own
 * state and answers from it.
 *
 * @param reasons why not, in words for an operator; empty when ready
 */
public record Health(boolean ready, List<String> reasons) {
  public static final Health READY = new Health(true, List.of());

  public Health {
    reasons = List.copyOf(reasons);
  }

  public static Health notReady(String reason) {
    return new Health(false, List.of(reason));
  }

  /** Ready when both are. */
  public Health and(Health other) {
    return new Health(ready && other.ready,
        java.util.stream.Stream.concat(reasons.stream(), other.reasons.stream()).toList());
  }
}
