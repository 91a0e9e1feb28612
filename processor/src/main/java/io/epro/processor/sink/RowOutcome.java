package io.epro.processor.sink;

import java.util.List;
import java.util.Set;

/**
 * Which of a batch's rows did not become a row of their own; all others did.
 *
 * @param duplicates stored already with the same bytes
 * @param rejections stored already with other bytes, or refused by Postgres
 */
public record RowOutcome(Set<SourceAt> duplicates, List<Rejection> rejections, RowWays ways) {

  long duplicates(int partition) {
    return duplicates.stream().filter(at -> at.partition() == partition).count();
  }

  /** Whether all of them did. */
  public boolean all() {
    return duplicates.isEmpty() && rejections.isEmpty();
  }

  /** Whether this one did. */
  public boolean stored(int partition, long offset) {
    return !duplicates.contains(new SourceAt(partition, offset)) && rejections.stream()
        .noneMatch(rejection -> rejection.partition() == partition
            && rejection.offset() == offset);
  }
}
