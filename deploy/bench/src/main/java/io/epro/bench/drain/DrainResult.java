package io.epro.bench.drain;

import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All runs of one command.
 *
 * @param medians of the runs that repeat each other, by records a second
 */
record DrainResult(Machine machine, String postgres, Conditions conditions, List<DrainRun> medians,
    List<DrainRun> runs) implements Measured {
  static final String CEILING = "bare COPY";
  static final String PROCESSOR = "processor";
  static final String PEER = "Spring Kafka";

  /**
   * What was the same for all.
   *
   * @param reports in each backlog
   * @param partitions of its topic
   * @param duplicates percent of them
   * @param warmUp records that do not count
   * @param settings of the processor other than the defaults
   * @param jvm options of the contestants' JVMs, after the usual ones
   */
  record Conditions(long reports, int partitions, int patients, double duplicates, long warmUp,
      Map<String, String> settings, List<String> jvm) {
    private String inWords() {
      return String.format(Locale.ROOT,
          "%,d reports in %d partitions, of %,d patients, %s %% retries, the first %,d"
              + " for warming up, settings %s, JVM options %s",
          reports, partitions, patients, duplicates, warmUp,
          settings, jvm);
    }
  }

  static DrainResult of(Machine machine, String postgres, Conditions conditions,
      List<DrainRun> runs) {
    var medians = new ArrayList<DrainRun>();
    for (var run : runs) {
      if (medians.stream().noneMatch(run::repeats)) {
        medians.add(Figures.median(runs.stream().filter(run::repeats).toList(),
            one -> one.run().perSecond()));
      }
    }
    return new DrainResult(machine, postgres, conditions, List.copyOf(medians),
        List.copyOf(runs));
  }

  @Override
  public List<Figure> figures() {
    return medians.stream().filter(one -> one.run().name().equals(PROCESSOR)).findFirst()
        .map(own -> List.of(
            beside(own, Run::perSecond,
                value -> Figure.more("reports drained", "per second", value)),
            beside(own, run -> run.cost().own(),
                value -> Figure.less("CPU of the processor", "us a report", value)),
            beside(own, run -> run.cost().postgres(),
                value -> Figure.less("CPU of Postgres", "us a report", value)),
            beside(own, run -> run.cost().bytes(),
                value -> Figure.less("allocated by the processor", "bytes a report", value))))
        .orElse(List.of());
  }

  private Figure beside(DrainRun own, ToDoubleFunction<Run> which,
      DoubleFunction<Figure> figure) {
    return figure.apply(which.applyAsDouble(own.run()))
        .under(CEILING, find(own.cell(), CEILING).map(DrainRun::run).map(which::applyAsDouble))
        .against(PEER, find(own.cell(), PEER).map(DrainRun::run).map(which::applyAsDouble));
  }

  String inWords() {
    return "%nMedians; all rows verified. %s, Postgres %s%n%s%n".formatted(machine.inWords(),
        postgres, conditions.inWords())
        + String.format(Locale.ROOT,
            "  %5s %12s %5s %4s  %-13s %9s %7s %6s %6s %7s %9s %7s %7s %6s %8s %7s %9s %7s%n",
            "hot", "rows before", "inst.", "thr.", "", "records/s", "own us", "JIT us", "GC us",
            "PG us", "broker us", "DB us", "bytes", "pauses", "total ms", "max ms", "of ceil.",
            "of peer")
        + medians.stream().map(this::row).collect(Collectors.joining())
        + medians.stream().map(this::ofOneInstance).collect(Collectors.joining());
  }

  private String row(DrainRun one) {
    var run = one.run();
    var cost = run.cost();
    return String.format(Locale.ROOT,
        "  %s %,9.0f %7.2f %6.2f %6.2f %7.2f %9.2f %7s %,7.0f %6d %8.1f %7.2f %9s %7s%n",
        one.label(), run.perSecond(), cost.own(), cost.compiling(), cost.collecting(),
        cost.postgres(), cost.broker(), inMicros(run.database()), cost.bytes(),
        run.pauses().collections(), run.pauses().totalMillis(), run.pauses().maxMillis(),
        ratio(one, CEILING), ratio(one, PEER));
  }

  private static String inMicros(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.2f", value);
  }

  private String ratio(DrainRun one, String name) {
    return find(one.cell(), name).map(other -> String.format(Locale.ROOT, "%.2f",
        one.run().perSecond() / other.run().perSecond())).orElse("");
  }

  /** Several processors against one with as many threads. */
  private String ofOneInstance(DrainRun one) {
    if (one.cell().instances() == 1 || !one.run().name().equals(PROCESSOR)) {
      return "";
    }
    return find(one.cell().alone(), PROCESSOR).map(DrainRun::run)
        .map(alone -> String.format(Locale.ROOT,
            "  %s against one instance: records/s %.2f, CPU a record %.2f, own CPU %.2f,"
                + " without compilers %.2f%n",
            one.label(), one.run().perSecond() / alone.perSecond(),
            one.run().cost().all() / alone.cost().all(),
            one.run().cost().own() / alone.cost().own(),
            warm(one.run().cost()) / warm(alone.cost())))
        .orElse("");
  }

  private static double warm(Cost cost) {
    return cost.own() - cost.compiling();
  }

  private Optional<DrainRun> find(Cell cell, String name) {
    return medians.stream().filter(one -> one.is(cell, name)).findFirst();
  }
}
