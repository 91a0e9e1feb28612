package io.epro.bench.contestant;

import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@link InstantGateway}, the ceiling: what the gateway's own server does when acknowledging is free. */
public record WithoutKafka(SystemPlan plan, Map<String, String> settings) implements Contestant {
  public static final String NAME = "without Kafka";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean takesBatches() {
    return true;
  }

  @Override
  public Server start() throws IOException {
    int port = Ports.orFree(0);
    var options = new ArrayList<>(plan.programJvm());
    // The local system's gateway has the same rate: asked of every report, and never reached.
    options.add("-Dgateway.rate-limit.per-minute=60000");
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    options.addAll(List.of("-Dgateway.port=" + port, "-Dgateway.auth.mode=none", "-cp",
        System.getProperty("java.class.path")));
    return ChildServer.start(Command.java("instant gateway", options,
        List.of(InstantGateway.class.getName()), plan.data().resolve("instant.log")), port, 0);
  }
}
