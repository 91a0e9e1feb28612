package io.epro.bench.safeguards;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * All runs of one command.
 *
 * @param percent of poison in the backlogs that have any
 */
record PoisonResult(Machine machine, int threads, double percent, List<PoisonTurn> turns) {

  String inWords() {
    var head = String.format(Locale.ROOT,
        "%nMedians; all rows and rejections counted. %s, %d threads, %s %% poison%n",
        machine.inWords(), threads, percent);
    var names = String.format(Locale.ROOT, "  %-18s %9s %9s %9s %9s%n", "", "records/s", "of clean",
        "CPU us", "of clean");
    return head + names + turns.stream().map(PoisonTurn::kind).distinct().sorted()
        .map(this::row).collect(Collectors.joining());
  }

  private String row(Poison kind) {
    var mine = turns.stream().filter(turn -> turn.kind() == kind).toList();
    return String.format(Locale.ROOT, "  %-18s %,9.0f %9.2f %9.2f %9.2f%n", kind.inWords(),
        median(mine, PoisonResult::rate), median(mine, turn -> rate(turn) / rate(clean(turn))),
        median(mine, PoisonResult::cpu), median(mine, turn -> cpu(turn) / cpu(clean(turn))));
  }

  private static double rate(PoisonTurn turn) {
    return turn.run().perSecond();
  }

  private static double cpu(PoisonTurn turn) {
    return turn.run().cost().all();
  }

  /** Of the same turn: a ratio of neighbours says more than one of medians. */
  private PoisonTurn clean(PoisonTurn beside) {
    return turns.stream().filter(turn -> turn.number() == beside.number()
        && turn.kind() == Poison.NONE).findFirst().orElseThrow();
  }

  private static double median(List<PoisonTurn> mine, ToDoubleFunction<PoisonTurn> figure) {
    return Figures.median(mine.stream().map(figure::applyAsDouble).toList(), value -> value);
  }
}
