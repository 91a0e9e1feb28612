package io.epro.bench.start;

import io.epro.bench.drain.Backlog;
import io.epro.bench.drain.Servers;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.RunOptions;
import io.epro.local.process.Trees;
import io.epro.local.system.AotCache;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/start}. */
@Command(name = "start", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Starts a processor in front of a backlog, with each of the JVM's ways to start faster: when its"
      + " first reports are stored, what a million cost with all the warming up, and how long it"
      + " takes to stop.",
  "The AOT cache is the one that deploy/image/aot makes; run that first."})
public final class StartCommand implements Callable<Integer> {
  @Option(names = "--reports", defaultValue = "1000000", paramLabel = "N",
      description = "in the backlog (default: ${DEFAULT-VALUE})")
  private long reports;

  @Option(names = "--threads", defaultValue = "2", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(names = "--only", split = ",", paramLabel = "WAY",
      description = "some of ${COMPLETION-CANDIDATES} (default: all)")
  private Set<Variant.Way> only = EnumSet.allOf(Variant.Way.class);

  @Option(names = "--jvm", paramLabel = "NAME=OPTIONS", description = {
    "compare these JVM options, added to the image's, instead of the archives; may be given again"})
  private List<String> jvm = List.of();

  @Option(names = "--aot", description = "with --jvm: use the AOT cache, as far as it fits")
  private boolean aot;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "a setting of the processor other than its default; may be given again")
  private Map<String, String> settings = Map.of();

  @Mixin
  private final RunOptions options = new RunOptions(1);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StartCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var machine = Machine.here(Jars.repository());
    var jar = Jars.built().processor();
    if (jvm.isEmpty() && only.contains(Variant.Way.AOT_CACHE)
        && !AotCache.fits(AotCache.beside(jar), jar)) {
      System.err.println("There is no AOT cache beside " + jar + ": run deploy/image/aot first.");
      return 2;
    }
    var data = Files.createTempDirectory("epro-start");
    try {
      try (var system = new LocalSystem(Servers.plan(data, List.of()))) {
        Servers.start(system, data);
        System.out.printf("Filling the topic with %,d reports.%n", reports);
        Backlog.fill(system.kafka().bootstrapServers(), Topics.RAW, reports,
            new Backlog.Mix(20_000, 0, 0, 0));
      }
      var result = new StartResult(machine, reports, threads, runs(data));
      System.out.print(result.inWords());
      options.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  /** In turns, so that a slow minute of the machine hits all of them. */
  private List<StartRun> runs(Path data) throws IOException, SQLException {
    var variants = variants(data);
    var all = new ArrayList<StartRun>();
    for (int turn = 1; turn <= options.runs(); turn++) {
      for (var variant : variants) {
        var run = run(data, variant, "start-" + variants.indexOf(variant) + "-" + turn);
        System.out.println(StartResult.line(run));
        all.add(run);
      }
    }
    return all;
  }

  private List<Variant> variants(Path data) throws IOException, SQLException {
    if (!jvm.isEmpty()) {
      return jvm.stream()
          .map(text -> Variant.parse(text, aot ? AotCache.USE : AotCache.IGNORE)).toList();
    }
    var archive = data.resolve("processor.jsa").toString();
    if (only.contains(Variant.Way.OWN_ARCHIVE)) {
      run(data, Variant.training(archive), "training");
    }
    return EnumSet.copyOf(only).stream().map(way -> Variant.of(way, archive)).toList();
  }

  /** Broker and database begin anew each time, and the tables empty. */
  private StartRun run(Path data, Variant variant, String group) throws IOException, SQLException {
    var usual = Servers.plan(data, List.of());
    var jvmOptions = new ArrayList<>(usual.programJvm());
    jvmOptions.addAll(variant.jvm());
    var all = new HashMap<>(settings);
    all.put("processor.group", group);
    all.put("processor.threads", Integer.toString(threads));
    try (var system = new LocalSystem(usual.withJvm(usual.brokerJvm(), jvmOptions)
        .withAotCache(variant.cache())).start()) {
      try (var connection = system.postgres().connect();
          var statement = connection.createStatement()) {
        statement.execute("truncate epro.report, epro.rejection, epro.ledger, epro.ledger_hole");
      }
      return new Trial(system, variant, reports, data, all).run();
    }
  }
}
