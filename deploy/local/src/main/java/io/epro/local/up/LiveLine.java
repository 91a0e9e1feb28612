package io.epro.local.up;

import io.epro.local.books.Books;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The line that shows how it goes, with the counts of this run.
 *
 * @param p99 seconds from accepted to visible
 * @param shares partitions of each processor
 */
record LiveLine(Duration elapsed, Books start, Books now, OptionalDouble p99,
    List<Integer> shares) {

  @Override
  public String toString() {
    return String.format(Locale.ROOT,
        "%02d:%02d  accepted %,d  stored %,d  duplicate %,d  rejected %,d  lag %,d  p99 %s  processors %s",
        elapsed.toMinutes(), elapsed.toSecondsPart(), now.ends() - start.ends(),
        now.stored() - start.stored(), now.duplicate() - start.duplicate(),
        now.rejected() - start.rejected(), now.lag(), latency(), processors());
  }

  private String processors() {
    return shares.isEmpty() ? "none" : shares.size() + " with "
        + shares.stream().map(String::valueOf).collect(Collectors.joining("+")) + " partitions";
  }

  private String latency() {
    if (p99.isEmpty()) {
      return "-";
    }
    return Double.isInfinite(p99.getAsDouble())
        ? "beyond the scale" : Math.round(p99.getAsDouble() * 1000) + " ms";
  }
}
