package io.epro.bench.soak;

import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A soak and what it was done on.
 *
 * @param command as it was typed
 * @param jvm options of gateways and processors
 */
record SoakResult(Machine machine, String command, String jvm, SoakRun.Seen seen)
    implements Measured {

  @Override
  public List<Figure> figures() {
    var figures = new ArrayList<Figure>();
    if (seen.capacity() > 0) {
      figures.add(Figure.more("capacity of the whole system", "per second", seen.capacity()));
    }
    p99(Sample::ack).ifPresent(seconds -> figures
        .add(Figure.less("p99 to the answer, kills included", "ms", 1e3 * seconds)));
    p99(Sample::visible).ifPresent(seconds -> figures
        .add(Figure.less("p99 to the row, kills included", "ms", 1e3 * seconds)));
    return figures;
  }

  private OptionalDouble p99(Function<Sample, Buckets> which) {
    return seen.samples().stream().map(which).reduce(Buckets.none(), Buckets::plus)
        .percentile(0.99);
  }

  boolean holds() {
    return seen.checks().stream().allMatch(Check::holds);
  }

  String inWords() {
    return "%n%s%n%s%n%s%n".formatted(machine.inWords(), load(),
        seen.checks().stream().map(Check::inWords).collect(Collectors.joining("\n")));
  }

  String load() {
    var totals = seen.totals();
    var plan = seen.plan();
    return String.format(Locale.ROOT,
        "%,.0f reports/s%s for %.0f s, one blow each %.0f s (%d in all), seed %d; %,d reports"
            + " acknowledged, %,d sendings repeated",
        plan.perSecond(),
        seen.capacity() > 0 ? String.format(Locale.ROOT, " (%.0f %% of a capacity of %,.0f/s)",
            100 * plan.perSecond() / seen.capacity(), seen.capacity()) : "",
        plan.length(), plan.round(), seen.blows().size(), plan.seed(), totals.acknowledged(),
        totals.retries());
  }
}
