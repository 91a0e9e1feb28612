package io.epro.bench.safeguards;

import io.epro.bench.drain.Run;
import java.util.Locale;

/**
 * One run.
 *
 * @param number of the turn, from 1
 */
record PoisonTurn(int number, Poison kind, Run run) {

  String inWords() {
    return String.format(Locale.ROOT, "  %d  %-18s %,9.0f records/s %8.2f us", number,
        kind.inWords(), run.perSecond(), run.cost().all());
  }
}
