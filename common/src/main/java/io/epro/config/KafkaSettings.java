package io.epro.config;

import io.smallrye.config.WithDefault;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How to reach the brokers: the part that gateway and processor have in common. */
public interface KafkaSettings {

  /** Brokers to begin with, as {@code host:port,host:port}. */
  @WithDefault("127.0.0.1:9092")
  String bootstrapServers();

  /** Off loopback also without TLS, or with TLS that does not look who answers. */
  @WithDefault("false")
  boolean insecure();

  /** Any further Kafka client property (security, for example), by its Kafka name. */
  Map<String, String> properties();

  /** Client properties for one client: the given ones, then these settings on top. */
  default Map<String, Object> client(Map<String, ?> defaults) {
    var all = new HashMap<String, Object>(defaults);
    all.putAll(properties());
    all.put("bootstrap.servers", bootstrapServers());
    return all;
  }

  /**
   * Why the network could read or change what is sent, unless all brokers are on loopback.
   *
   * @param prefix of these settings' keys
   */
  default List<String> problems(String prefix) {
    boolean loopback = Arrays.stream(bootstrapServers().split(",", -1))
        .map(broker -> broker.strip().replaceFirst(":[0-9]*$", "")).allMatch(Loopback::is);
    var protocol = properties().getOrDefault("security.protocol", "PLAINTEXT");
    boolean verified = Set.of("SSL", "SASL_SSL").contains(protocol.toUpperCase(Locale.ROOT))
        && properties().getOrDefault("ssl.endpoint.identification.algorithm", "https")
            .equalsIgnoreCase("https");
    if (loopback || insecure() || verified) {
      return List.of();
    }
    return List.of(prefix + ".bootstrap-servers is not loopback, so " + prefix
        + ".properties.security.protocol must be SASL_SSL or SSL, and host names must be checked:"
        + " patients' data would cross the network readable. Where the network itself is trusted,"
        + " say so: " + prefix + ".insecure=true");
  }
}
