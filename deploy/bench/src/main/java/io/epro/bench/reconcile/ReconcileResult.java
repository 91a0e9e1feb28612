package io.epro.bench.reconcile;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** All turns, and their medians. */
record ReconcileResult(Machine machine, long records, List<ReconcileTurn> turns) {

  String inWords() {
    return String.format(Locale.ROOT, """

        Medians of %d turns over %,d records; the books balanced in each. %s
          topic read        %6.1f s
          table counted     %6.1f s
          reconcile         %6.1f s
          reconcile --deep  %6.1f s  %,.0f records/s
        """, turns.size(), records, machine.inWords(), median(ReconcileTurn::reading),
        median(ReconcileTurn::counting), median(ReconcileTurn::reconcile),
        median(ReconcileTurn::deep), records / median(ReconcileTurn::deep));
  }

  private double median(ToDoubleFunction<ReconcileTurn> column) {
    return Figures.median(turns.stream().map(column::applyAsDouble).toList(), value -> value);
  }
}
