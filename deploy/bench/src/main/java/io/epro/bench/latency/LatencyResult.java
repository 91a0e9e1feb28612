package io.epro.bench.latency;

import io.epro.bench.drain.Run;
import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Measured;
import io.epro.bench.measure.Pauses.Pause;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All runs of one command.
 *
 * @param capacity a drain with nobody publishing
 */
record LatencyResult(Machine machine, Conditions conditions, Run capacity, List<LatencyRun> runs)
    implements Measured {
  /** Of the pauses told one by one. */
  private static final int MOST_PAUSES = 50;

  @Override
  public List<Figure> figures() {
    return runs.stream().limit(1).flatMap(run -> Stream.of(
        Figure.less("p99 from accepted to visible", "ms", run.latency().p99()),
        Figure.less("p50 from accepted to visible", "ms", run.latency().p50()),
        Figure.less("CPU of the processor", "us a report", run.cost().own()),
        Figure.less("longest pause", "ms", run.pauses().maxMillis()))).toList();
  }

  String inWords() {
    var head = "%nFrom received-at (the planned moment) until another connection sees it; every report is a row. %s%n%s%n"
        .formatted(machine.inWords(), conditions.inWords());
    return head + String.format(Locale.ROOT, "Capacity: %,.0f reports/s, own %.2f us a report%n",
        capacity.perSecond(), capacity.cost().own())
        + String.format(Locale.ROOT,
            "  %5s %10s %10s %8s %8s %8s %8s %8s %9s %9s %8s %7s %7s %9s %7s %6s %8s %9s %7s%n",
            "share", "offered/s", "reports", "mean ms", "p50 ms", "p90 ms", "p99 ms", "p99.9",
            "max ms", "own mean", "late p99", "behind", "own us", "driver us", "busy", "pauses",
            "max ms", "total ms", "bytes")
        + runs.stream().map(LatencyResult::row).collect(Collectors.joining())
        + runs.stream().map(LatencyResult::pauses).collect(Collectors.joining());
  }

  private static String row(LatencyRun run) {
    var latency = run.latency();
    return String.format(Locale.ROOT,
        "  %4d%% %,10.0f %,10d %8.1f %8.1f %8.1f %8.1f %8.1f %9.1f %9.1f %8.1f %,7d %7.2f %9.2f"
            + " %5.0f %% %6d %8.2f %9.1f %,7.0f%n",
        run.percent(), run.offered(), run.reports(), latency.mean(), latency.p50(), latency.p90(),
        latency.p99(), latency.p999(), latency.max(), run.ownMeanMillis(), run.lateP99(),
        run.behind(), run.cost().own(), run.driver(), 100 * run.busy(),
        run.pauses().collections(), run.pauses().maxMillis(), run.pauses().totalMillis(),
        run.cost().bytes());
  }

  private static String pauses(LatencyRun run) {
    var pauses = run.pauses();
    var head = String.format(Locale.ROOT,
        "  at %d %%: %d of %d pauses for the collector over 1 ms; the longest for anything else"
            + " %.2f ms%n",
        run.percent(), pauses.overOneMilli().size(), pauses.collections(),
        pauses.otherMaxMillis());
    return head + pauses.overOneMilli().stream().limit(MOST_PAUSES)
        .map(LatencyResult::inWords).collect(Collectors.joining());
  }

  private static String inWords(Pause pause) {
    return String.format(Locale.ROOT, "    %8.2f ms %s%n", pause.millis(), pause.operation());
  }
}
