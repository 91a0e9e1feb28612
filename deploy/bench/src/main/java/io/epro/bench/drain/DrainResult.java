package io.epro.bench.drain;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * All runs of one command.
 *
 * @param medians of each contestant, by reports a second
 */
record DrainResult(Machine machine, String postgres, Backlog backlog, int threads,
    List<Run> medians, List<Run> runs) {
  static final String CEILING = "bare COPY";
  static final String PROCESSOR = "processor";
  static final String PEER = "everyday batch";

  static DrainResult of(Machine machine, String postgres, Backlog backlog, int threads,
      List<Run> runs) {
    var medians = List.of(CEILING, PROCESSOR, PEER).stream()
        .map(name -> Figures.median(
            runs.stream().filter(run -> run.name().equals(name)).toList(), Run::perSecond))
        .toList();
    return new DrainResult(machine, postgres, backlog, threads, medians, List.copyOf(runs));
  }

  static String line(Run run) {
    return String.format(Locale.ROOT, "  %-15s %,9.0f rows/s in %5.1f s", run.name(),
        run.perSecond(), run.seconds());
  }

  String inWords() {
    var head = "%nMedians; all rows verified. %s, Postgres %s, %d threads, %,d records (%,d distinct)%n"
        .formatted(machine.inWords(), postgres, threads, backlog.records(), backlog.distinct());
    var names = String.format(Locale.ROOT, "  %-15s %9s %9s %9s %9s %9s %10s %8s%n", "",
        "rows/s", "own us", "of it JVM", "PG us", "broker us", "of ceiling", "of peer");
    return head + names + medians.stream().map(this::row).collect(Collectors.joining());
  }

  private String row(Run run) {
    return String.format(Locale.ROOT, "  %-15s %,9.0f %9.2f %9.2f %9.2f %9.2f %10.2f %8.2f%n",
        run.name(), run.perSecond(), run.own(), run.jvm(), run.postgres(), run.broker(),
        run.perSecond() / medians.getFirst().perSecond(),
        run.perSecond() / medians.getLast().perSecond());
  }
}
