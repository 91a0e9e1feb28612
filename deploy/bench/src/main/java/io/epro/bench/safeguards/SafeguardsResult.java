package io.epro.bench.safeguards;

import io.epro.bench.drain.Run;
import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All runs of one command. */
record SafeguardsResult(Machine machine, int threads, List<Turn> turns) {

  String inWords() {
    var head = "%nMedians; all rows verified. %s, %d threads%n".formatted(machine.inWords(),
        threads);
    var names = String.format(Locale.ROOT, "  %-9s %-22s %9s %8s %9s %7s %9s %8s %9s%n", "retries",
        "", "records/s", "own us", "of it JVM", "PG us", "broker us", "of full", "CPU of it");
    return head + names + turns.stream().filter(turn -> turn.number() == 1).map(this::row)
        .collect(Collectors.joining());
  }

  /** @param one any turn of the variant */
  private String row(Turn one) {
    var mine = turns.stream().filter(turn -> turn.duplicates() == one.duplicates()
        && turn.run().name().equals(one.run().name())).toList();
    return String.format(Locale.ROOT,
        "  %-9s %-22s %,9.0f %8.2f %9.2f %7.2f %9.2f %8.2f %9.2f%n", one.duplicates() + " %",
        one.run().name(), median(mine, Run::perSecond), median(mine, run -> run.cost().own()),
        median(mine, run -> run.cost().jvm()), median(mine, run -> run.cost().postgres()),
        median(mine, run -> run.cost().broker()),
        ofFull(mine, turn -> turn.run().perSecond()), ofFull(mine, Turn::cpu));
  }

  private static double median(List<Turn> mine, ToDoubleFunction<Run> figure) {
    return median(mine.stream().map(turn -> figure.applyAsDouble(turn.run())).toList());
  }

  /** The median of the ratios to the full pipeline's run on the same backlog in the same turn. */
  private double ofFull(List<Turn> mine, ToDoubleFunction<Turn> figure) {
    return median(mine.stream()
        .map(turn -> figure.applyAsDouble(turn) / figure.applyAsDouble(full(turn))).toList());
  }

  private Turn full(Turn beside) {
    return turns.stream().filter(turn -> turn.number() == beside.number()
        && turn.duplicates() == beside.duplicates()
        && turn.run().name().equals(Variant.FULL.name())).findFirst().orElseThrow();
  }

  private static double median(List<Double> figures) {
    return Figures.median(figures, figure -> figure);
  }
}
