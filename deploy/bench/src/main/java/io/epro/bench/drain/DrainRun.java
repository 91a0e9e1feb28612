package io.epro.bench.drain;

import java.util.Locale;

/** One contestant's run under one combination. */
record DrainRun(Cell cell, Run run) {

  boolean repeats(DrainRun other) {
    return cell.equals(other.cell) && run.name().equals(other.run.name());
  }

  boolean is(Cell where, String name) {
    return cell.equals(where) && run.name().equals(name);
  }

  String inWords() {
    return String.format(Locale.ROOT, "  %s %,9.0f records/s in %5.1f s", label(), run.perSecond(),
        run.seconds());
  }

  /** The combination and the name, as the first columns of the table. */
  String label() {
    return String.format(Locale.ROOT, "%4.0f%% %,12d %5d %4d  %-13s", cell.hot(),
        cell.rowsBefore(), cell.instances(), cell.threads(), run.name());
  }
}
