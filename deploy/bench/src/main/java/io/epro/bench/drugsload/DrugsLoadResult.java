package io.epro.bench.drugsload;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** All turns, each of the same steps, and their medians. */
record DrugsLoadResult(Machine machine, int drugs, List<List<LoadStep>> turns) {

  String inWords() {
    var text = new StringBuilder(String.format(Locale.ROOT,
        "%nMedians of %d turns with %,d drugs; each ended with what was expected. %s%n",
        turns.size(), drugs, machine.inWords()));
    for (int step = 0; step < turns.getFirst().size(); step++) {
      double seconds = median(step, LoadStep::seconds);
      text.append(String.format(Locale.ROOT, "  %-36s %6.1f s  %,9.0f drugs/s  heap %4.0f MiB%n",
          turns.getFirst().get(step).what(), seconds, drugs / seconds,
          median(step, LoadStep::heapMib)));
    }
    return text.toString();
  }

  private double median(int step, ToDoubleFunction<LoadStep> figure) {
    return Figures.median(
        turns.stream().map(turn -> figure.applyAsDouble(turn.get(step))).toList(),
        value -> value);
  }
}
