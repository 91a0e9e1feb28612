package io.epro.bench.overload;

import io.epro.bench.contestant.RawTopic;
import io.epro.bench.contestant.ShippedGateway;
import io.epro.bench.measure.JsonOption;
import io.epro.bench.measure.Machine;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/overload}. */
@Command(name = "overload", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Measures the gateway's peak, offers a multiple of it as a schedule, then lets phones that obey"
      + " Retry-After all send at once.",
  "Prints figures only if every acknowledged report was found in the topic."})
public final class OverloadCommand implements Callable<Integer> {
  @Option(names = "--limit", defaultValue = "CORE", paramLabel = "LIMIT",
      description = "what keeps the capacity small enough to be exceeded by clients on the same machine: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Limit limit = Limit.CORE;

  @Option(names = "--quota", defaultValue = "3000000", paramLabel = "BYTES",
      description = "a second, with --limit QUOTA (default: ${DEFAULT-VALUE})")
  private double quota;

  @Option(names = "--times", defaultValue = "3", paramLabel = "N",
      description = "the peak (default: ${DEFAULT-VALUE})")
  private double times;

  @Option(names = "--in-flight", defaultValue = "1000", paramLabel = "N",
      description = "gateway.max-inflight-requests; the default bounds are for more connections than clients here can have (default: ${DEFAULT-VALUE})")
  private int inFlight;

  @Option(names = "--connections", defaultValue = "5000", paramLabel = "N",
      description = "of the overload; the peak has nine tenths of what may be in flight (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(names = "--seconds", defaultValue = "30", paramLabel = "N",
      description = "of overload to measure; each peak has a third (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", paramLabel = "N",
      description = "seconds before the peak (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(names = "--phones", defaultValue = "10000", paramLabel = "N",
      description = "that send one report each, all at once; 0 for none (default: ${DEFAULT-VALUE})")
  private int phones;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "a setting of the gateway other than its default; may be given again")
  private Map<String, String> settings = Map.of();

  @Mixin
  private final JsonOption json = new JsonOption();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new OverloadCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-overload");
    try (var system = new LocalSystem(plan(data)).start();
        var topic = new RawTopic(system.kafka().bootstrapServers())) {
      limit(system);
      var all = new HashMap<>(settings);
      all.put("gateway.max-inflight-requests", Integer.toString(inFlight));
      try (var gateway = new ShippedGateway(system, false, all).start()) {
        pin(gateway.pid(), Cores.SERVERS);
        var result = result(machine, Map.copyOf(all),
            new Burst(gateway, topic, data, this::pinClients, limit.settleMillis()));
        System.out.print(result.inWords());
        json.write(result);
      }
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  private OverloadResult result(Machine machine, Map<String, String> used, Burst burst)
      throws IOException {
    long window = seconds * 1000L;
    int busy = inFlight * 9 / 10;
    var peak = burst.peak(busy, Math.max(warmUp * 1000L, limit.settleMillis()), window / 3);
    double offered = peak.perSecond() * times;
    var overload = burst.overload(offered, connections, window);
    var afterwards = burst.peak(busy, limit.settleMillis(), window / 3);
    return new OverloadResult(machine, limit, used, peak, afterwards, offered,
        burst.sentPerSecond(overload.seen(), window), overload,
        phones == 0 ? null : burst.phones(phones));
  }

  private SystemPlan plan(Path data) {
    var usual = SystemPlan.in(data);
    // The broker's usual JVM is made to start fast, not to run fast.
    var broker = List.of("-XX:TieredStopAtLevel=4", "-Xmx512m");
    // As many event loops as on a machine of the cores that it will have.
    var gateway = limit == Limit.CORE ? Stream.concat(usual.programJvm().stream(),
        Stream.of("-XX:ActiveProcessorCount=1")).toList() : usual.programJvm();
    return usual.withJvm(broker, gateway);
  }

  private void limit(LocalSystem system) throws IOException {
    pin(system.kafka().process().pid(), Cores.SERVERS);
    pin(ProcessHandle.current().pid(), Cores.CLIENTS);
    if (limit == Limit.QUOTA) {
      Quota.set(system.kafka().bootstrapServers(), "epro-gateway", quota);
    }
  }

  private void pinClients(long pid) throws IOException {
    pin(pid, Cores.CLIENTS);
  }

  private void pin(long pid, int core) throws IOException {
    if (limit == Limit.CORE) {
      Cores.pin(pid, core);
    }
  }
}
