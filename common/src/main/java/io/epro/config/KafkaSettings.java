package io.epro.config;

import io.smallrye.config.WithDefault;
import java.util.HashMap;
import java.util.Map;

/** How to reach the brokers: the part that gateway and processor have in common. */
public interface KafkaSettings {

  /** Brokers to begin with, as {@code host:port,host:port}. */
  @WithDefault("127.0.0.1:9092")
  String bootstrapServers();

  /** Any further Kafka client property (security, for example), by its Kafka name. */
  Map<String, String> properties();

  /** Client properties for one client: the given ones, then these settings on top. */
  default Map<String, Object> client(Map<String, ?> defaults) {
    var all = new HashMap<String, Object>(defaults);
    all.putAll(properties());
    all.put("bootstrap.servers", bootstrapServers());
    return all;
  }
}
