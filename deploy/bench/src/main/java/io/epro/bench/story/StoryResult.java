package io.epro.bench.story;

import io.epro.bench.measure.Machine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One run of the command. */
record StoryResult(Machine machine, StoryPlan plan, List<StageFigures> stages,
    List<Conclusions.Conclusion> conclusions) {

  boolean holds() {
    return conclusions.stream().allMatch(Conclusions.Conclusion::holds);
  }

  String inWords() {
    return String.format(Locale.ROOT,
        "%n%s%n%,.0f reports a second, then bursts of %,d phones with %d reports each.%n%n",
        machine.inWords(), plan.perSecond(), plan.phones(), plan.each())
        + stages.stream().map(StoryResult::row).collect(Collectors.joining("", heading(), ""))
        + conclusions.stream()
            .map(one -> (one.holds() ? "  holds: " : "  FAILS: ") + one.sentence() + ".\n")
            .collect(Collectors.joining("", "\n", ""));
  }

  private static String heading() {
    return "| stage | stored/s | p50, p99, p99.9 ms | threads | waiting | connections | bytes"
        + " | pauses/min | longest ms | waiting for locks | acknowledged | stored | lost | twice |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  }

  /** A line of the table. */
  static String row(StageFigures stage) {
    var latency = stage.steady().latency();
    var kill = stage.kill();
    return String.format(Locale.ROOT, "| %s | %,.0f | %.1f, %.0f, %.0f | %.0f | %,.0f | %d | %,.0f"
        + " | %.0f | %.1f | %.2f | %,d | %,d | %,d | %,d |%n", stage.title(),
        stage.storedPerSecond(), latency.p50(), latency.p99(), latency.p999(), stage.threads(),
        stage.waiting(), stage.connections(), stage.bytes(), stage.pausesPerMinute(),
        stage.pauses().maxMillis(), stage.lockWait(), kill.acknowledged(), kill.stored(),
        kill.lost(), kill.duplicated());
  }
}
