package io.epro.bench.acks;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code deploy/bench/acks}. */
@CommandLine.Command(name = "acks", mixinStandardHelpOptions = true, sortOptions = false,
    description = {
      "Sends reports from a fixed number of connections, each with one request under way, to the gateway"
          + " with a real broker, and to the same server with a publisher that acknowledges at once.",
      "Prints figures only of runs whose every 202 was found in the topic."})
public final class AcksCommand implements Callable<Integer> {
  @Option(names = "--connections", split = ",", defaultValue = "200,1000", paramLabel = "N",
      description = "one figure for each (default: ${DEFAULT-VALUE})")
  private List<Integer> connections = List.of();

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "N",
      description = "to measure (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "8", paramLabel = "N",
      description = "seconds before (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(names = "--client-threads", defaultValue = "1", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int clientThreads;

  @Option(names = "--runs", defaultValue = "1", paramLabel = "N",
      description = "of each, in turns; the table shows the medians (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(names = "--auth",
      description = "also with tokens: each request has its patient's, of 1009 returning patients")
  private boolean auth;

  @Option(names = "--json", paramLabel = "FILE",
      description = "write all runs and the machine's facts there")
  private @Nullable Path json;

  @Option(names = "--profile", paramLabel = "FILE.jfr",
      description = "record the last gateway with Flight Recorder; costs a little speed")
  private @Nullable Path profile;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new AcksCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-acks");
    var plan = SystemPlan.in(data);
    // The broker's usual JVM is made to start fast, not to run fast.
    var broker = List.of("-XX:TieredStopAtLevel=4", "-Xmx512m");
    var gatewayJvm = Figures.recorded(plan.programJvm(), profile);
    try (var system = new LocalSystem(plan.withJvm(broker, gatewayJvm)).start();
        var topic = new RawTopic(system.kafka().bootstrapServers())) {
      var all = new ArrayList<AckRun>();
      for (int turn = 1; turn <= runs; turn++) {
        for (int count : connections) {
          all.add(say(durable(AckRun.DURABLE, system, topic, data, count)));
          if (auth) {
            all.add(say(durable(AckRun.TOKENS, system, topic, data, count)));
          }
          all.add(say(instant(plan, data, count)));
        }
      }
      var result = new AckResult(machine, AckResult.medians(all), all);
      System.out.print(result.inWords());
      if (json != null) {
        Figures.write(json, result);
      }
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  /** A fresh gateway each time, so that each of both servers is as warm as the other. */
  private AckRun durable(String server, LocalSystem system, RawTopic topic, Path data, int count)
      throws IOException {
    boolean tokens = server.equals(AckRun.TOKENS);
    try (var gateway = system.startGateway(
        tokens ? Map.of() : Map.of("gateway.auth.mode", "none"))) {
      gateway.awaitReady();
      long before = topic.records();
      int port = URI.create(system.gatewayUrl(system.gateways().size() - 1)).getPort();
      var seen = load(data,
          new Load.Plan(port, count, clientThreads, warmUp * 1000L, seconds * 1000L,
              gateway.pid(), system.kafka().process().pid(),
              tokens ? system.jwtKey().toString() : ""));
      long grown = topic.records() - before;
      // A client that was told to retry may have its report in the topic all the same.
      boolean more = grown > seen.accepted() && seen.refused() > 0;
      if (grown != seen.accepted() && !more) {
        throw new IllegalStateException("the topic grew by " + grown + " records, but the clients"
            + " saw " + seen.accepted() + " times 202 and " + seen.refused()
            + " other answers: no figure");
      }
      return new AckRun(server, seen);
    }
  }

  private AckRun instant(SystemPlan plan, Path data, int count) throws IOException {
    int port = Ports.orFree(0);
    var options = new ArrayList<>(plan.programJvm());
    // The local system's gateway has the same rate: asked of every report, and never reached.
    options.addAll(List.of("-Dgateway.port=" + port, "-Dgateway.auth.mode=none",
        "-Dgateway.rate-limit.per-minute=60000", "-cp", System.getProperty("java.class.path")));
    var server = ChildProcess.start(Command.java("instant gateway", options,
        List.of(InstantGateway.class.getName()), data.resolve("instant.log")));
    try {
      while (!listens(port)) {
        if (server.waitFor(Duration.ofMillis(50))) {
          throw new IOException(server.diagnosis());
        }
      }
      return new AckRun(AckRun.INSTANT, load(data, new Load.Plan(port, count, clientThreads,
          warmUp * 1000L, seconds * 1000L, server.pid(), 0, "")));
    } finally {
      server.kill();
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private LoadResult load(Path data, Load.Plan plan) throws IOException {
    var planFile = data.resolve("plan.json");
    var resultFile = data.resolve("result.json");
    Figures.write(planFile, plan);
    var clients = ChildProcess.start(Command.java("clients",
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")),
        List.of(Load.class.getName(), planFile.toString(), resultFile.toString()),
        data.resolve("clients.log")));
    if (!clients.waitFor(Duration.ofSeconds(warmUp + seconds + 60L))
        || clients.exitCode().orElse(-1) != 0) {
      clients.kill();
      throw new IOException(clients.diagnosis());
    }
    return Figures.read(resultFile, LoadResult.class);
  }

  private static AckRun say(AckRun run) {
    System.out.println(run.inWords());
    return run;
  }
}
