package io.epro.bench.safeguards;

import io.epro.bench.drain.Run;
import java.util.Locale;

/**
 * One variant's run.
 *
 * @param number of the turn, from 1
 * @param duplicates percent of the backlog
 */
record Turn(int number, double duplicates, Run run) {

  /** CPU microseconds a record, of all processes together. */
  double cpu() {
    return run.cost().all();
  }

  String inWords() {
    return String.format(Locale.ROOT, "  %d  %4s %%  %-22s %,9.0f records/s %8.2f us", number,
        duplicates, run.name(), run.perSecond(), cpu());
  }
}
