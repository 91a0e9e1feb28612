package io.epro.bench.latency;

import io.epro.bench.drain.Backlog;
import io.epro.bench.drain.BacklogTopic;
import io.epro.bench.drain.Counters;
import io.epro.bench.drain.EarlierRows;
import io.epro.bench.drain.ProcessorContestant;
import io.epro.bench.drain.ReportTable;
import io.epro.bench.drain.Run;
import io.epro.bench.drain.Servers;
import io.epro.bench.measure.JsonOption;
import io.epro.bench.measure.Machine;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/latency}. */
@Command(name = "latency", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Measures how many reports a second the processors drain, then publishes reports at shares of that"
      + " rate and looks how long each takes from its acceptance until another connection can read it.",
  "Also prints the pauses of the processors' JVMs: one share for many --seconds is a soak.",
  "Prints figures only when every report was found in the table."})
public final class LatencyCommand implements Callable<Integer> {
  private static final String TOPIC = "latency";
  private static final int PATIENTS = 20_000;

  @Option(names = "--share", defaultValue = "10,50,80", split = ",", paramLabel = "PERCENT",
      description = "of the capacity, one figure for each (default: ${DEFAULT-VALUE})")
  private List<Integer> shares = List.of();

  @Option(names = "--seconds", defaultValue = "30", paramLabel = "N",
      description = "that count, of each share (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--settle", defaultValue = "10", paramLabel = "N",
      description = "seconds of each share before those (default: ${DEFAULT-VALUE})")
  private int settle;

  @Option(names = "--reports", defaultValue = "1500000", paramLabel = "N",
      description = "in the backlog that the capacity is measured with, two thirds of it for warming up (default: ${DEFAULT-VALUE})")
  private long reports;

  @Option(names = "--instances", defaultValue = "1", paramLabel = "N",
      description = "processors that share the group (default: ${DEFAULT-VALUE})")
  private int instances;

  @Option(names = "--threads", defaultValue = "2", paramLabel = "N",
      description = "of each (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "a setting of the processor other than its default; may be given again")
  private Map<String, String> settings = Map.of();

  @Option(names = "--jvm", paramLabel = "OPTION",
      description = "a JVM option of the processor, such as -Xmx1g; may be given again")
  private List<String> jvm = List.of();

  @Mixin
  private final JsonOption json = new JsonOption();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LatencyCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-latency");
    try (var system = new LocalSystem(Servers.plan(data, jvm))) {
      Servers.start(system, data);
      var result = measured(machine, system, data);
      System.out.print(result.inWords());
      json.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  private LatencyResult measured(Machine machine, LocalSystem system, Path data)
      throws IOException, SQLException {
    String brokers = system.kafka().bootstrapServers();
    BacklogTopic.create(TOPIC, brokers);
    System.out.printf("Measuring the capacity with %,d reports.%n", reports);
    var backlog = Backlog.fill(brokers, TOPIC, reports, new Backlog.Mix(PATIENTS, 0, 0, 0));
    var all = ProcessorContestant.settings(settings, TOPIC, "bench", threads);
    var contestant = new ProcessorContestant(system, instances, all, backlog.records());
    EarlierRows.none(system.postgres()).prepare();
    var processes = contestant.start();
    try (var table = new ReportTable(system.postgres());
        var counters = Counters.of(processes, system, data)) {
      var capacity = Run.watch(contestant, processes, table, counters, 2 * reports / 3);
      System.out.printf("%,.0f reports/s.%n", capacity.perSecond());
      return new LatencyResult(machine, Conditions.of(instances, all, jvm), capacity,
          runs(new Loads(system, TOPIC, contestant, counters), capacity.perSecond()));
    } finally {
      Run.stop(processes);
    }
  }

  private List<LatencyRun> runs(Loads loads, double capacity) throws IOException, SQLException {
    try (loads) {
      var runs = new ArrayList<LatencyRun>();
      for (int percent : shares) {
        var run = loads.at(percent, capacity * percent / 100, settle, seconds);
        System.out.println(run.inWords());
        runs.add(run);
      }
      loads.verify();
      return runs;
    }
  }
}
