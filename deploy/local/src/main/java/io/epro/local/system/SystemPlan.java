package io.epro.local.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a local system keeps its things and listens. A port of 0 is a free one.
 *
 * @param data kept between runs: the broker's and the database's data, logs
 * @param consolePort of the first processor; the next ones take the ports after it
 * @param partitions of the raw topic, when it is created
 * @param brokerSettings on top of the usual ones
 * @param programJvm options of gateway and processors, by default those of the image
 */
public record SystemPlan(Path data, Jars jars, int gatewayPort, int gatewayAdminPort,
    int consolePort, int kafkaPort, int postgresPort, int partitions, List<String> brokerJvm,
    Map<String, String> brokerSettings, List<String> programJvm, AotCache aotCache) {

  public SystemPlan {
    brokerJvm = List.copyOf(brokerJvm);
    brokerSettings = Map.copyOf(brokerSettings);
    programJvm = List.copyOf(programJvm);
  }

  /** Free ports everywhere, and the settings that {@code up} has. */
  public static SystemPlan in(Path data) {
    return new SystemPlan(data.toAbsolutePath().normalize(), Jars.built(), 0, 0, 0, 0, 0, 12,
        List.of(), Map.of(), imageJvm(), AotCache.USE);
  }

  public SystemPlan withJars(Jars other) {
    return new SystemPlan(data, other, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, partitions, brokerJvm, brokerSettings, programJvm, aotCache);
  }

  public SystemPlan withPorts(int gateway, int gatewayAdmin, int console, int kafka,
      int postgres) {
    return new SystemPlan(data, jars, gateway, gatewayAdmin, console, kafka, postgres, partitions,
        brokerJvm, brokerSettings, programJvm, aotCache);
  }

  public SystemPlan withPartitions(int count) {
    return new SystemPlan(data, jars, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, count, brokerJvm, brokerSettings, programJvm, aotCache);
  }

  /**
   * JVM options of the broker (after its own) and of gateway and processors (instead of ours). Where ours
   * are not among them, the AOT cache is left out: it fits only what it was made with.
   */
  public SystemPlan withJvm(List<String> broker, List<String> programs) {
    return new SystemPlan(data, jars, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, partitions, broker, brokerSettings, programs,
        programs.containsAll(imageJvm()) ? aotCache : AotCache.IGNORE);
  }

  public SystemPlan withAotCache(AotCache use) {
    return new SystemPlan(data, jars, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, partitions, brokerJvm, brokerSettings, programJvm, use);
  }

  /** Settings of the broker on top of the usual ones; an empty value leaves Kafka's own default. */
  public SystemPlan withBrokerSettings(Map<String, String> settings) {
    return new SystemPlan(data, jars, gatewayPort, gatewayAdminPort, consolePort, kafkaPort,
        postgresPort, partitions, brokerJvm, settings, programJvm, aotCache);
  }

  /** The options that {@code deploy/image/launch.sh} gives to java. */
  public static List<String> imageJvm() {
    return List.of("@" + Jars.repository().resolve("deploy/image/jvm.options"));
  }
}
