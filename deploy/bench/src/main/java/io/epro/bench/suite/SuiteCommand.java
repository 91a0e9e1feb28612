package io.epro.bench.suite;

import io.epro.bench.measure.Machine;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploy/bench/run}. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Runs the standing suite: every bench in short, round by round, each figure beside its ceiling and its peer.",
  "Keeps the run, makes the page of all runs with its charts, and compares with the run before.",
  "Ends with 0, with 1 when a figure got worse by more than runs of the same code differ, with 2 when a step failed."})
public final class SuiteCommand implements Callable<Integer> {
  private static final double MINUTE = 60e9;

  @Option(names = "--rounds", defaultValue = "3", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--only", split = ",", paramLabel = "BENCH",
      description = "some of the steps, without keeping the run")
  private List<String> only = List.of();

  @Option(names = "--history", paramLabel = "DIR",
      description = "where runs are kept and the page is made (default: docs/performance)")
  private @Nullable Path history;

  @Option(names = "--page",
      description = "make the page of the runs that are kept, and no other one")
  private boolean page;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SuiteCommand()).execute(arguments));
  }

  @Override
  public Integer call() {
    try {
      return suite();
    } catch (IOException e) {
      System.err.println("run: " + e.getMessage());
      return 2;
    }
  }

  private int suite() throws IOException {
    var directory = history != null ? history : Jars.repository().resolve("docs/performance");
    var kept = new History(directory.resolve("runs"));
    if (!page) {
      var run = run(steps());
      if (!only.isEmpty()) {
        return 0;
      }
      kept.keep(run);
    }
    var runs = kept.runs();
    if (runs.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "no runs are kept in " + directory);
    }
    var report = new SuiteReport(directory, runs);
    report.write();
    System.out.print(report.inWords());
    System.out.println("Kept, with the page: " + directory);
    return report.changes().stream().anyMatch(Change::worse) ? 1 : 0;
  }

  private List<Step> steps() {
    var known = Step.STANDING.stream().map(Step::bench).toList();
    only.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
      throw new ParameterException(spec.commandLine(),
          "--only: there is no step " + name + "; the steps are " + String.join(", ", known));
    });
    return Step.STANDING.stream()
        .filter(step -> only.isEmpty() || only.contains(step.bench())).toList();
  }

  private SuiteRun run(List<Step> steps) throws IOException {
    var begin = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    long beginNanos = System.nanoTime();
    var machine = Machine.here(Jars.repository());
    System.out.println(machine.inWords());
    var directory = Files.createTempDirectory("epro-suite");
    var series = new Suite(Jars.repository(), directory, steps, rounds).run();
    Trees.delete(directory);
    return new SuiteRun(begin.toString(), (System.nanoTime() - beginNanos) / MINUTE, machine,
        steps.stream().map(Step::command).toList(), series);
  }
}
