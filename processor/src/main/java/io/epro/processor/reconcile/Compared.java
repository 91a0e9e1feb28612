package io.epro.processor.reconcile;

import java.util.List;

/**
 * What going through the topic gave.
 *
 * @param records that were read
 * @param alike of them, those that their row or rejection repeats
 * @param duplicates of them, those whose report is stored from another offset
 * @param erased of them, those of patients who were erased
 * @param otherRules of them, those that today's rules judge otherwise than their row or rejection shows, of
 *     which only the bytes could be compared
 * @param unchecked rows whose records the topic no longer holds, or that belong to other books
 * @param found how many problems there were
 * @param problems the first of them
 */
public record Compared(long records, long alike, long duplicates, long erased,
    long otherRules, long unchecked,
    long found, List<Problem> problems) {
  /** More are counted, but not told one by one. */
  static final int MOST_TOLD = 100;

  public Compared {
    problems = List.copyOf(problems);
  }
}
