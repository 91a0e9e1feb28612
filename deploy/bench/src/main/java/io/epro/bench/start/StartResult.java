package io.epro.bench.start;

import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Measured;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All runs of one command, in the order in which they were made. */
record StartResult(Machine machine, long reports, int threads, List<StartRun> runs)
    implements Measured {

  static String line(StartRun run) {
    return String.format(Locale.ROOT, "  %-20s stored %.2f s, %,.1f s of CPU for all",
        run.variant(),
        run.stored(), run.cpu());
  }

  @Override
  public List<Figure> figures() {
    return of(Variant.AOT).isEmpty() ? List.of() : List.of(
        beside(StartRun::stored, value -> Figure.less("start to the first row", "s", value)),
        beside(StartRun::storedCpu,
            value -> Figure.less("CPU until the first row", "s", value)),
        beside(StartRun::loadedExit, value -> Figure.less("stop under load", "s", value)));
  }

  private Figure beside(ToDoubleFunction<StartRun> which, DoubleFunction<Figure> figure) {
    var own = figure.apply(median(of(Variant.AOT), which));
    var usual = of(Variant.USUAL);
    return own.against(Variant.USUAL,
        usual.isEmpty() ? Optional.empty() : Optional.of(median(usual, which)));
  }

  private List<StartRun> of(String variant) {
    return runs.stream().filter(run -> run.variant().equals(variant)).toList();
  }

  String inWords() {
    var head = "%nMedians, books balanced. %s, %d threads, a backlog of %,d reports%n"
        .formatted(machine.inWords(), threads, reports);
    var names = String.format(Locale.ROOT,
        "  %-20s %8s %8s %8s %8s %8s %9s %9s %8s %8s %8s %8s %8s%n", "", "stored s", "CPU s",
        "ready s", "all s", "CPU s", "compiler", "collector", "stops s", "max ms", "MiB", "idle s",
        "loaded s");
    return head + names + runs.stream().map(StartRun::variant).distinct().map(this::row)
        .collect(Collectors.joining());
  }

  private String row(String variant) {
    var mine = of(variant);
    return String.format(Locale.ROOT,
        "  %-20s %8.2f %8.2f %8.2f %8.1f %8.1f %9.2f %9.2f %8.2f %8.1f %8.0f %8.2f %8.2f%n",
        variant, median(mine, StartRun::stored), median(mine, StartRun::storedCpu),
        median(mine, StartRun::ready), median(mine, StartRun::all), median(mine, StartRun::cpu),
        median(mine, StartRun::compilers), median(mine, StartRun::collectors),
        median(mine, StartRun::pauses), median(mine, StartRun::longestPause),
        median(mine, StartRun::memoryMib), median(mine, StartRun::idleExit),
        median(mine, StartRun::loadedExit));
  }

  private static double median(List<StartRun> mine, ToDoubleFunction<StartRun> figure) {
    return figure.applyAsDouble(Figures.median(mine, figure));
  }
}
