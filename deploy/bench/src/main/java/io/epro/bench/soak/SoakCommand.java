package io.epro.bench.soak;

import io.epro.bench.measure.JsonOption;
import io.epro.bench.measure.Machine;
import io.epro.config.Durations;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploy/bench/soak}. */
@Command(name = "soak", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Runs the whole system, two gateways and two processors, at a share of its capacity for a long time,"
      + " and kills or freezes one program again and again: gateway-1, processor-1, the broker or"
      + " Postgres. gateway-2 and processor-2 are left alone, so that what grows in them is seen.",
  "Ends with 0 only if every acknowledged report is stored or rejected exactly once, the books balance,"
      + " and nothing grew: heap, threads, file descriptors, connections, latency."})
public final class SoakCommand implements Callable<Integer> {
  private static final List<String> BROKER_JVM = List.of("-XX:TieredStopAtLevel=4", "-Xmx512m");

  @Option(names = "--for", defaultValue = "30m", paramLabel = "TIME",
      description = "how long the load lasts (default: ${DEFAULT-VALUE})")
  private Duration length = Duration.ZERO;

  @Option(names = "--load", defaultValue = "0.7", paramLabel = "SHARE",
      description = "of the capacity, which is measured first (default: ${DEFAULT-VALUE})")
  private double load;

  @Option(names = "--rate", paramLabel = "N",
      description = "so many reports a second instead, without measuring")
  private @Nullable Double rate;

  @Option(names = "--kills", defaultValue = "60s", paramLabel = "TIME",
      description = "one blow in each such stretch of time, in its first third"
          + " (default: ${DEFAULT-VALUE})")
  private Duration round = Duration.ZERO;

  @Option(names = "--seed", paramLabel = "N",
      description = "of the blows and the reports (default: another one each time)")
  private long seed = System.nanoTime() & 0xFFFFFF;

  @Option(names = "--no-growth",
      description = "do not judge whether anything grows, as in a run of few minutes")
  private boolean noGrowth;

  @Option(names = "--page", paramLabel = "FILE",
      description = "write an HTML page with charts there")
  private @Nullable Path page;

  @Mixin
  private final JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SoakCommand()).registerConverter(Duration.class, Durations::parse);
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    require(round.toSeconds() >= 5, "--kills must be 5s at least");
    require(length.compareTo(round) >= 0, "--for must be as long as --kills at least");
    require(load > 0 && load <= 1, "--load must be above 0, and 1 at most");
    require(rate == null || rate > 0, "--rate must be above 0");
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-soak");
    var system = SystemPlan.in(data);
    boolean holds = false;
    try (var running = new LocalSystem(system.withJvm(BROKER_JVM, system.programJvm()))) {
      var plan = new SoakPlan(length.toMillis() / 1e3, round.toMillis() / 1e3, 0, seed);
      var seen = SoakRun.of(running, data, plan, !noGrowth, rate == null,
          capacity -> rate == null ? load * capacity : rate);
      var result = new SoakResult(machine, command(), String.join(" ", jvm()), seen);
      System.out.print(result.inWords());
      json.write(result);
      if (page != null) {
        Files.writeString(page, new Page(result).html());
      }
      holds = result.holds();
      return holds ? 0 : 1;
    } finally {
      clear(data, holds);
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private String command() {
    var parsed = spec.commandLine().getParseResult();
    return "deploy/bench/soak " + String.join(" ", parsed.originalArgs())
        + (parsed.hasMatchedOption("--seed") ? "" : " --seed " + seed);
  }

  private static List<String> jvm() throws IOException {
    return Files.readAllLines(Jars.repository().resolve("deploy/image/jvm.options")).stream()
        .filter(line -> line.startsWith("-")).toList();
  }

  private static void clear(Path data, boolean holds) throws IOException {
    if (holds) {
      Trees.delete(data);
    } else {
      System.out.println("Data and logs are kept in " + data);
    }
  }
}
