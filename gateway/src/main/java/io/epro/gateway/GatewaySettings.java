package io.epro.gateway;

import io.epro.config.ByteSize;
import io.epro.config.KafkaSettings;
import io.epro.topics.Topics;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.Secret;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
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

  Tls tls();

  Http2 http2();

  Cors cors();

  /** Event loop threads; 0 is one for each core. */
  @WithDefault("0")
  int threads();

  /** Of one report, also after decompression. */
  @WithDefault("64KiB")
  ByteSize maxBody();

  Batch batch();

  RateLimit rateLimit();

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

  /** Without both files the port is plain HTTP. */
  interface Tls {
    /** PEM, PKCS#8. */
    Optional<Path> key();

    /** PEM, the gateway's own first. */
    Optional<Path> certificates();

    @WithDefault("10s")
    Duration reloadInterval();
  }

  /** Only with TLS. */
  interface Http2 {
    /** Requests at once on one connection. */
    @WithDefault("100")
    int maxStreams();
  }

  /** Sending from web pages. */
  interface Cors {
    /** Each {@code scheme://host[:port]}, with commas between them. */
    Optional<String> allowedOrigins();
  }

  /** Many reports in one request. */
  interface Batch {
    /** Also after decompression. */
    @WithDefault("1MiB")
    ByteSize maxBody();

    /** Reports, each of at most {@code max-body}. */
    @WithDefault("1000")
    int maxLines();
  }

  /** What one patient may send. */
  interface RateLimit {
    /** Reports in the long run; 0 sets no limit. */
    @WithDefault("60")
    int perMinute();

    /** Reports at once, after a quiet time. */
    @WithDefault("1000")
    int burst();

    /** Patients who are remembered. */
    @WithDefault("100000")
    int maxPatients();
  }

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

    /** PEM file with one public key: this or the key set's URL, not both. */
    Optional<Path> publicKey();

    /** What {@code iss} must be. */
    Optional<String> issuer();

    /** What {@code aud} must be, or hold. */
    Optional<String> audience();

    /** The claim that names the patient. */
    @WithDefault("sub")
    String patientClaim();

    /** The scope of those who may report for every patient. */
    @WithDefault("reports:write:any")
    String anyPatientScope();

    /** How far the provider's clock may be from ours. */
    @WithDefault("60s")
    Duration clockSkew();

    @WithDefault("4KiB")
    ByteSize maxToken();

    /** Threads that check signatures; 0 is half of the cores. */
    @WithDefault("0")
    int threads();

    /** Tokens that wait for their signature's check or for their key. */
    @WithDefault("10000")
    int maxWaiting();

    /** How long a request waits for that. */
    @WithDefault("3s")
    Duration waitLimit();

    Cache cache();

    Jwks jwks();

    /** Tokens that were checked already. */
    interface Cache {
      @WithDefault("50000")
      int maxTokens();

      @WithDefault("10m")
      Duration maxAge();
    }

    /** How the key set is fetched. */
    interface Jwks {
      /** https, or http on loopback. */
      Optional<URI> url();

      /** How often without a reason. */
      @WithDefault("10m")
      Duration refreshInterval();

      /** At least between two fetches, also for an unknown key. */
      @WithDefault("2s")
      Duration minInterval();

      /** For one fetch, from the connection to the last byte. */
      @WithDefault("5s")
      Duration timeout();

      @WithDefault("256KiB")
      ByteSize maxSize();
    }
  }

  /** {@code none} binds to loopback only. */
  enum AuthMode {
    JWT, NONE
  }
}
