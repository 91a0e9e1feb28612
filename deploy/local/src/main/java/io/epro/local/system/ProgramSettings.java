package io.epro.local.system;

import io.epro.local.postgres.LocalPostgres;
import io.epro.local.token.LocalIssuer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The configuration of gateway and processor where there is one machine and one broker. */
public final class ProgramSettings {
  private ProgramSettings() {}

  /** @param data directory whose {@link LocalIssuer} the gateway trusts */
  static Map<String, String> gateway(int port, int adminPort, String bootstrapServers, Path data) {
    var all = new HashMap<>(LocalIssuer.gatewaySettings(data));
    all.put("gateway.port", Integer.toString(port));
    all.put("gateway.admin.port", Integer.toString(adminPort));
    // Simulated patients are few and report all day long.
    all.put("gateway.rate-limit.per-minute", "60000");
    all.put("gateway.kafka.bootstrap-servers", bootstrapServers);
    return all;
  }

  /**
   * Also what a single command of the processor needs.
   *
   * @param adminPort 0 takes a free one
   */
  public static Map<String, String> processor(int adminPort, String bootstrapServers,
      String jdbcUrl) {
    return Map.of(
        "processor.admin.port", Integer.toString(adminPort),
        "processor.kafka.bootstrap-servers", bootstrapServers,
        "processor.postgres.url", jdbcUrl,
        "processor.postgres.user", LocalPostgres.USER,
        "processor.postgres.password", LocalPostgres.PASSWORD,
        "processor.topics.create", "false",
        "processor.topics.replicas", "1",
        "processor.topics.development", "true");
  }
}
