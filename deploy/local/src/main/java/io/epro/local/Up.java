package io.epro.local;

import io.epro.config.Durations;
import io.epro.local.system.Jars;
import io.epro.local.system.SystemPlan;
import io.epro.local.up.DataLock;
import io.epro.local.up.PortCheck;
import io.epro.local.up.UpOptions;
import io.epro.local.up.UpRun;
import io.epro.terminal.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploy/local/up}: everything on one machine. */
@Command(name = "up", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Starts a Kafka broker, Postgres, the gateway and the processors on this machine, and sends"
      + " simulated patients' reports. Ctrl-C stops all of it; the data stays.",
  "Exit codes: 0 the books balance, 1 they do not or something failed, 2 wrong usage."})
public final class Up implements Callable<Integer> {
  private static final String CONSOLE_FLAG = "--console-port";

  @Option(names = "--processors", defaultValue = "1", paramLabel = "N",
      description = "processor instances, 1 to 16 (default: ${DEFAULT-VALUE})")
  private int processors;

  @Option(names = "--no-traffic", description = "send no simulated reports")
  private boolean noTraffic;

  @Option(names = "--rate", defaultValue = "300", paramLabel = "N",
      description = "simulated reports a second, over a minute (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--for", paramLabel = "TIME",
      description = "end after this time (60s, 5m) with a summary; else run until Ctrl-C")
  private @Nullable Duration limit;

  @Option(names = "--data", paramLabel = "DIR",
      description = "where data and logs are kept (default: deploy/local/.data)")
  private @Nullable Path data;

  @Option(names = "--gateway-port", defaultValue = "8080", paramLabel = "PORT",
      description = "each port: 0 takes a free one (default: ${DEFAULT-VALUE})")
  private int gatewayPort;

  @Option(names = "--gateway-admin-port", defaultValue = "8081", paramLabel = "PORT",
      description = "health and metrics (default: ${DEFAULT-VALUE})")
  private int gatewayAdminPort;

  @Option(names = CONSOLE_FLAG, defaultValue = "8090", paramLabel = "PORT",
      description = "of the first processor, the others follow (default: ${DEFAULT-VALUE})")
  private int consolePort;

  @Option(names = "--kafka-port", defaultValue = "9092", paramLabel = "PORT",
      description = "(default: ${DEFAULT-VALUE})")
  private int kafkaPort;

  @Option(names = "--postgres-port", defaultValue = "5432", paramLabel = "PORT",
      description = "(default: ${DEFAULT-VALUE})")
  private int postgresPort;

  @Option(names = "--no-restart",
      description = "a program that ends unexpectedly is reported, but not started again")
  private boolean noRestart;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  public static void main(String[] arguments) {
    Quiet.logging();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Up())
        .registerConverter(Duration.class, Durations::parse)
        .setUsageHelpWidth(100);
  }

  @Override
  public Integer call() {
    checkUsage();
    var plan = SystemPlan.in(data == null ? Jars.defaultData() : data).withPorts(gatewayPort,
        gatewayAdminPort, consolePort, kafkaPort, postgresPort);
    try (var lock = DataLock.take(plan.data())) {
      var problems = new PortCheck().problems(ports(), CONSOLE_FLAG, processors);
      if (!problems.isEmpty()) {
        problems.forEach(problem -> System.err.println("up: " + problem));
        return 1;
      }
      return UpRun.run(new UpOptions(plan, processors,
          noTraffic ? Optional.empty() : Optional.of(rate), Optional.ofNullable(limit),
          !noRestart));
    } catch (IOException e) {
      System.err.println("up: " + e.getMessage());
      return 1;
    }
  }

  private void checkUsage() {
    require(processors >= 1 && processors <= 16, "--processors must be 1 to 16");
    require(rate > 0 && rate <= 20_000, "--rate must be above 0, and 20000 at most");
    require(limit == null || limit.isPositive(), "--for must be above 0");
    ports().forEach(
        (flag, port) -> require(port >= 0 && port <= 65_535, flag + " must be 0 to 65535"));
    require(consolePort + processors <= 65_536, CONSOLE_FLAG + " leaves no room for the others");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private Map<String, Integer> ports() {
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("--gateway-port", gatewayPort);
    ports.put("--gateway-admin-port", gatewayAdminPort);
    ports.put(CONSOLE_FLAG, consolePort);
    ports.put("--kafka-port", kafkaPort);
    ports.put("--postgres-port", postgresPort);
    return ports;
  }
}
