package io.epro.bench.contestant;

import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway's own jar in front of a real broker.
 *
 * @param tokens whether each request has its patient's
 * @param settings on top of the local system's
 */
public record ShippedGateway(LocalSystem system, boolean tokens, Map<String, String> settings)
    implements Contestant {
  public static final String PLAIN = "gateway";
  public static final String TOKENS = "with tokens";

  @Override
  public String name() {
    return tokens ? TOKENS : PLAIN;
  }

  @Override
  public boolean takesBatches() {
    return true;
  }

  @Override
  public Server start() throws IOException {
    var all = new HashMap<>(settings);
    if (!tokens) {
      all.put("gateway.auth.mode", "none");
    }
    var gateway = system.startGateway(all);
    try {
      gateway.awaitReady();
    } catch (IOException e) {
      gateway.close();
      throw e;
    }
    int port = URI.create(system.gatewayUrl(system.gateways().size() - 1)).getPort();
    return new Server(port, gateway.pid(), system.kafka().process().pid(),
        Optional.of(gateway.adminUrl()), tokens ? system.jwtKey().toString() : "",
        gateway::close);
  }
}
