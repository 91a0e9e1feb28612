package io.epro.bench.restarts;

import io.epro.bench.drain.Servers;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.RunOptions;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/restarts}. */
@Command(name = "restarts", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Restarts processors one by one under load, kills one, and starts it again, and tells how long"
      + " each partition stood still although records were waiting.",
  "Prints figures only of runs after which every report was stored once."})
public final class RestartsCommand implements Callable<Integer> {
  private static final long SEED = 20_260_101;

  @Option(names = "--instances", defaultValue = "3", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int instances;

  @Option(names = "--threads", defaultValue = "2", paramLabel = "N",
      description = "of each instance (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(names = "--rate", defaultValue = "5000", paramLabel = "N",
      description = "reports a second, whatever the processors do (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--protocols", defaultValue = "streams,classic", split = ",",
      paramLabel = "NAME", description = "group protocols (default: ${DEFAULT-VALUE})")
  private List<String> protocols = List.of();

  @Option(names = "--broker-defaults",
      description = "a broker whose settings of groups nobody touched, instead of ours")
  private boolean untuned;

  @Option(names = "--broker", paramLabel = "KEY=VALUE",
      description = "a setting of the broker other than ours; may be given again")
  private Map<String, String> broker = Map.of();

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "a setting of the processor other than its default; may be given again")
  private Map<String, String> settings = Map.of();

  @Mixin
  private final RunOptions options = new RunOptions(1);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RestartsCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var machine = Machine.here(Jars.repository());
    var trials = new ArrayList<Trial>();
    for (int run = 1; run <= options.runs(); run++) {
      for (var protocol : protocols) {
        trials.add(trial(protocol));
      }
    }
    var result = new RestartsResult(machine, instances, threads, rate, trials);
    System.out.print(result.inWords());
    options.write(result);
    return 0;
  }

  private Trial trial(String protocol) throws IOException {
    var data = Files.createTempDirectory("epro-restarts");
    var brokerSettings = new HashMap<>(untuned ? LocalKafka.untunedGroups() : Map.of());
    brokerSettings.putAll(broker);
    try (var system = new LocalSystem(
        Servers.plan(data, List.of()).withBrokerSettings(brokerSettings))) {
      Servers.start(system, data);
      var all = new HashMap<>(settings);
      all.put("processor.group-protocol", protocol.toUpperCase(Locale.ROOT));
      all.put("processor.threads", Integer.toString(threads));
      return play(system, protocol, Group.start(system, instances, rate, all));
    } finally {
      Trees.delete(data);
    }
  }

  private Trial play(LocalSystem system, String protocol, Group group) throws IOException {
    try (var load = new PacedLoad(system.kafka().bootstrapServers(), Topics.RAW, rate, SEED)
        .start(); var watch = Group.watch(system)) {
      group.settle(watch);
      var phases = new ArrayList<Phase>();
      phases.add(said(protocol, group.rolling(watch)));
      phases.add(said(protocol, group.kill(watch)));
      phases.add(said(protocol, group.comeBack(watch)));
      long stored = group.verify(load.finish());
      return new Trial(protocol, untuned ? "untuned" : "tuned", phases, stored);
    }
  }

  private static Phase said(String protocol, Phase phase) {
    System.out.printf(Locale.ROOT, "  %s: %s, longest pause %.2f s%n", protocol, phase.what(),
        phase.longest());
    return phase;
  }
}
