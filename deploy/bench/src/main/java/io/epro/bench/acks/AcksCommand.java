package io.epro.bench.acks;

import io.epro.bench.contestant.BareVertx;
import io.epro.bench.contestant.Contestant;
import io.epro.bench.contestant.EverydayPeer;
import io.epro.bench.contestant.RawTopic;
import io.epro.bench.contestant.ShippedGateway;
import io.epro.bench.contestant.WithoutKafka;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Profiles;
import io.epro.bench.measure.RunOptions;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/acks}. */
@Command(name = "acks", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Sends reports from a fixed number of connections, each with one request under way, to the gateway"
      + " with a real broker, and to the same server with a publisher that acknowledges at once.",
  "Prints figures only of runs whose every acknowledged report was found in the topic."})
public final class AcksCommand implements Callable<Integer> {
  @Option(names = "--connections", split = ",", defaultValue = "200,1000", paramLabel = "N",
      description = "one figure for each (default: ${DEFAULT-VALUE})")
  private List<Integer> connections = List.of();

  @Option(names = "--lines", split = ",", defaultValue = "1", paramLabel = "N",
      description = "reports in a request, one figure for each; 1 is a single report, more are a batch (default: ${DEFAULT-VALUE})")
  private List<Integer> lines = List.of();

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "N",
      description = "to measure (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "20", paramLabel = "N",
      description = "seconds before (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(names = "--latency", split = ",", paramLabel = "PERCENT",
      description = "of each server's peak, offered afterwards as a schedule, such as 50,70")
  private List<Integer> percents = List.of();

  @Option(names = "--client-threads", defaultValue = "1", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int clientThreads;

  @Option(names = "--auth",
      description = "also with tokens: each request has its patient's, of 1009 returning patients")
  private boolean auth;

  @Option(names = "--peer",
      description = "also the everyday peer, Spring Boot (single reports only)")
  private boolean peer;

  @Option(names = "--bare",
      description = "also Vert.x alone, which gives every request the same answer (single reports only)")
  private boolean bare;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "a setting of the gateway other than its default; may be given again")
  private Map<String, String> settings = Map.of();

  @Option(names = "--profile", paramLabel = "DIRECTORY",
      description = "afterwards, under the same load, take CPU and allocation profiles of each gateway")
  private @Nullable Path profile;

  @Mixin
  private final RunOptions options = new RunOptions(1);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new AcksCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-acks");
    var usual = SystemPlan.in(data);
    // The broker's usual JVM is made to start fast, not to run fast.
    var plan = usual.withJvm(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"), usual.programJvm());
    try (var system = new LocalSystem(plan).start();
        var topic = new RawTopic(system.kafka().bootstrapServers())) {
      var trial = new Trial(topic, data,
          new Trial.Times(warmUp, seconds, clientThreads, percents));
      var result = AckResult.of(machine, turns(trial, contestants(system, plan)));
      System.out.print(result.inWords());
      options.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  /** The contestants take turns, so that a slow minute of the machine hits all of them. */
  private List<AckRun> turns(Trial trial, List<Contestant> contestants) throws IOException {
    var all = new ArrayList<AckRun>();
    for (int turn = 1; turn <= options.runs(); turn++) {
      var profiles = Profiles.into(turn == options.runs() ? profile : null);
      for (int count : connections) {
        for (int each : lines) {
          for (var contestant : contestants) {
            if (each == 1 || contestant.takesBatches()) {
              all.addAll(trial.of(contestant, count, each, profiles));
            }
          }
        }
      }
    }
    return all;
  }

  private List<Contestant> contestants(LocalSystem system, SystemPlan plan) {
    return Stream.of(Stream.of(new ShippedGateway(system, false, settings)),
        auth ? Stream.of(new ShippedGateway(system, true, settings)) : Stream.<Contestant>of(),
        Stream.of(new WithoutKafka(plan, settings)),
        bare ? Stream.of(new BareVertx(plan)) : Stream.<Contestant>of(),
        peer ? Stream.of(peer(system, plan)) : Stream.<Contestant>of())
        .<Contestant>flatMap(one -> one).toList();
  }

  private static Contestant peer(LocalSystem system, SystemPlan plan) {
    return new EverydayPeer(system.kafka().bootstrapServers(), system.kafka().process().pid(),
        plan.programJvm(), plan.data());
  }
}
