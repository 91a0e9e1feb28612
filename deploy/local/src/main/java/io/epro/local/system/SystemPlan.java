package io.epro.local.system;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a local system keeps its things and listens. A port of 0 is a free one.
 *
 * @param data kept between runs: the broker's and the database's data, logs
 * @param consolePort of the first processor; the next ones take the ports after it
 * @param partitions of the raw topic, when it is created
 */
public record SystemPlan(Path data, Jars jars, int gatewayPort, int gatewayAdminPort,
    int consolePort, int kafkaPort, int postgresPort, int partitions, List<String> brokerJvm,
    List<String> programJvm) {

  public SystemPlan {
    brokerJvm = List.copyOf(brokerJvm);
    programJvm = List.copyOf(programJvm);
  }

  /** Free ports everywhere, and the settings that {@code up} has. */
  public static SystemPlan in(Path data) {
    return new SystemPlan(data.toAbsolutePath().normalize(), Jars.built(), 0, 0, 0, 0, 0, 12,
        List.of(), List.of("-Xms64m", "-Xmx512m", "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError", "--sun-misc-unsafe-memory-access=allow"));
  }

  public SystemPlan withJars(Jars other) {
    return new SystemPlan(data, other, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, partitions, brokerJvm, programJvm);
  }

  public SystemPlan withPorts(int gateway, int gatewayAdmin, int console, int kafka,
      int postgres) {
    return new SystemPlan(data, jars, gateway, gatewayAdmin, console, kafka, postgres, partitions,
        brokerJvm, programJvm);
  }

  public SystemPlan withPartitions(int count) {
    return new SystemPlan(data, jars, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, count, brokerJvm, programJvm);
  }

  /** JVM options of the broker (after its own) and of gateway and processors (instead of ours). */
  public SystemPlan withJvm(List<String> broker, List<String> programs) {
    return new SystemPlan(data, jars, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, partitions, broker, programs);
  }
}
