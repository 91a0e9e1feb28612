package io.epro.gateway;

import io.epro.config.ByteSize;
import io.epro.config.KafkaSettings;
import io.epro.topics.Topics;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.Secret;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Every key of the gateway; {@code docs/configuration.md} has a line for each. */
@ConfigMapping(prefix = "gateway")
public interface GatewaySettings {

  @WithDefault("127.0.0.1")
  String host();

  /** 0 takes a free port. */
  @WithDefault("8080")
  int port();

  Admin admin();

  Auth auth();

  KafkaSettings kafka();

  @WithDefault(Topics.RAW)
  String topic();

  /** Event loop threads; 0 is one for each core. */
  @WithDefault("0")
  int threads();

  /** Of one report, also after decompression. */
  @WithDefault("64KiB")
  ByteSize maxBody();

  @WithDefault("20000")
  int maxConnections();

  /** Requests between their headers and their answer. */
  @WithDefault("20000")
  int maxInflightRequests();

  /** Bytes of bodies handed to the producer and not yet acknowledged by the broker. */
  @WithDefault("64MiB")
  ByteSize maxInflightBytes();

  /** From the first byte of a request to the last of its body. */
  @WithDefault("10s")
  Duration requestTimeout();

  /** A connection on which nothing happens is closed. */
  @WithDefault("60s")
  Duration idleTimeout();

  /** How long a client waits for the broker before it is told {@code broker_unavailable}. */
  @WithDefault("5s")
  Duration ackTimeout();

  /** How long a stop waits for requests that are already in. */
  @WithDefault("10s")
  Duration drainTimeout();

  /** The admin server. */
  interface Admin {
    @WithDefault("127.0.0.1")
    String host();

    /** 0 takes a free port. */
    @WithDefault("8081")
    int port();

    /** Opens {@code /debug/}, which without one is closed unless the host is loopback. */
    Optional<Secret<String>> token();
  }

  /** Who may send. */
  interface Auth {
    @WithDefault("jwt")
    AuthMode mode();
  }

  /** {@code none} binds to loopback only. */
  enum AuthMode {
    JWT, NONE
  }
}
