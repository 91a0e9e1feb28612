package io.epro.bench.restarts;

import io.epro.bench.measure.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All trials of one command. */
record RestartsResult(Machine machine, int instances, int threads, double perSecond,
    List<Trial> trials) {
  private static final String ROW = "  %-9s %-8s %-16s %9s %9s %11s %12s %12s%n";

  String inWords() {
    var head = "%nEach row is the worst of its runs; every report stored once, books balanced. %s, %d instances of %d threads, %,.0f reports/s%n"
        .formatted(machine.inWords(), instances, threads, perSecond);
    var names = String.format(Locale.ROOT, ROW, "protocol", "broker", "", "longest s", "median s",
        "rebalances", "to exit s", "to ready s");
    return head + names + trials.stream().collect(Collectors.groupingBy(
        trial -> List.of(trial.protocol(), trial.broker()), LinkedHashMap::new,
        Collectors.toList())).values().stream().map(RestartsResult::rows)
        .collect(Collectors.joining());
  }

  private static String rows(List<Trial> same) {
    var first = same.getFirst();
    var text = new StringBuilder();
    for (int i = 0; i < first.phases().size(); i++) {
      int number = i;
      text.append(row(first, same.stream().map(trial -> trial.phases().get(number)).toList()));
    }
    return text.toString();
  }

  private static String row(Trial trial, List<Phase> runs) {
    return String.format(Locale.ROOT, ROW, trial.protocol(), trial.broker(),
        runs.getFirst().what(), worst(runs.stream().map(Phase::longest).toList()),
        worst(runs.stream().map(Phase::median).toList()),
        runs.stream().mapToLong(Phase::rebalances).max().orElse(0),
        worst(runs.stream().flatMap(run -> run.exits().stream()).toList()),
        worst(runs.stream().flatMap(run -> run.starts().stream()).toList()));
  }

  private static String worst(List<Double> seconds) {
    return seconds.stream().max(Double::compare)
        .map(most -> String.format(Locale.ROOT, "%.2f", most)).orElse("");
  }
}
