package io.epro.processor.ledger;

import java.util.Collection;
import java.util.Map;

/** What the locked ledger rows say to a batch that wants to advance them. */
public enum Comparison {
  /** Every row stands where the batch began: write it. */
  MATCHES,
  /** Every row stands where the batch would end: the reply to an earlier COMMIT was lost. */
  ALREADY_APPLIED,
  /** Some row is past the batch's beginning: another instance owns that partition. */
  SUPERSEDED,
  /** Some row is before the batch's beginning or gone: the database was rolled back. */
  ROLLED_BACK;

  /** @param found {@code next_offset} by partition, read under lock in the batch's transaction */
  public static Comparison of(Collection<Advance> wanted, Map<Integer, Long> found) {
    boolean matches = true;
    boolean applied = true;
    boolean behind = false;
    for (Advance advance : wanted) {
      Long next = found.get(advance.partition());
      if (next == null) {
        return ROLLED_BACK;
      }
      matches &= next == advance.expected();
      applied &= next == advance.next();
      behind |= next < advance.expected();
    }
    if (matches) {
      return MATCHES;
    }
    if (behind) {
      return ROLLED_BACK;
    }
    return applied ? ALREADY_APPLIED : SUPERSEDED;
  }
}
