package io.epro.processor.sink;

import java.util.List;
import java.util.Map;

/**
 * Which of a batch's rows did not become a row of their own; all others did.
 *
 * @param duplicates stored already with the same bytes, counted by partition
 * @param rejections stored already with other bytes, or refused by Postgres
 */
public record RowOutcome(Map<Integer, Long> duplicates, List<Rejection> rejections,
    RowWays ways) {

  long duplicates(int partition) {
    return duplicates.getOrDefault(partition, 0L);
  }
}
