package io.epro.processor.sink;

/**
 * Tells which reports may be stored already, so that these alone pay for staging. Suspected is an id
 * that the thread took in lately: the retry of a phone that had no answer, or a record read again after
 * its batch was given up. A wrong suspicion costs time, a retry that is not suspected makes the straight
 * COPY fall back.
 *
 * <p>Where that happens, retries older than the filter's memory are about, and more will come: every
 * report of the next batch is suspected, and of 3, 7, 15 batches when the batch after those falls back
 * too. A batch that went straight ends the series.
 *
 * <p>It outlives the sinks of its thread: what they had not written comes again as suspects, once, while
 * an empty memory would let every retry on the way fall back. Confined to its stream thread.
 */
final class Suspicion {
  /**
   * Where every batch would fall back, trying each 16th costs one or two hundredths more than staging
   * all; where none would any more, it is noticed within a second or two.
   */
  private static final int MOST_STAGED = 15;

  private final RecentIds recent;
  private int series;
  private int left;

  /** @param window as for {@link RecentIds}; 0 suspects nobody but after a fallback */
  Suspicion(int window) {
    recent = new RecentIds(window);
  }

  /** Takes one report in. */
  boolean of(long idHigh, long idLow) {
    return recent.add(idHigh, idLow) || left > 0;
  }

  /** Takes in how a batch came into the table; the next batch begins after this. */
  void learn(RowWays ways) {
    if (ways.fallbacks() > 0) {
      series = Math.min(2 * series + 1, MOST_STAGED);
      left = series;
    } else if (left > 0) {
      left--;
    } else if (ways.straight() > 0) {
      series = 0;
    }
  }
}
