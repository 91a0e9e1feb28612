package io.epro.bench.suite;

import io.epro.bench.measure.Figure.Better;
import io.epro.bench.measure.Machine;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs for tests. */
final class SuiteRuns {
  private SuiteRuns() {}

  static SuiteRun run(String at, Series... series) {
    return on("a cpu", at, series);
  }

  static SuiteRun on(String cpu, String at, Series... series) {
    return new SuiteRun(at, 17, new Machine(2, 8, cpu, "Linux", "25", "4.3.1", "abc1234", 0.5),
        List.of("deploy/bench/drain --reports 900000"), List.of(series));
  }

  static Series more(Series.@Nullable Beside ceiling, double... values) {
    return new Series("drain", "reports drained", "per second", Better.MORE, rounds(values),
        ceiling, null);
  }

  static Series less(double... values) {
    return new Series("drain", "CPU of the processor", "us a report", Better.LESS, rounds(values),
        null, null);
  }

  static Series.Beside beside(String name, double... values) {
    return new Series.Beside(name, rounds(values));
  }

  static Rounds rounds(double... values) {
    return new Rounds(Arrays.stream(values).boxed().toList());
  }
}
