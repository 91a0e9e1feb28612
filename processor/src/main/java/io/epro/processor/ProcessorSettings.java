package io.epro.processor;

import io.epro.config.ByteSize;
import io.epro.config.KafkaSettings;
import io.epro.observe.AdminRole;
import io.epro.topics.Topics;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.Secret;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** Every key of the processor; {@code docs/configuration.md} has a line for each. */
@ConfigMapping(prefix = "processor")
public interface ProcessorSettings {

  /** The name under which the ledger keeps this pipeline's books. */
  @WithDefault("live")
  String pipeline();

  /** The Kafka group (Streams' {@code application.id}) that shares the partitions. */
  @WithDefault("epro-processor")
  String group();

  @WithDefault("STREAMS")
  GroupProtocol groupProtocol();

  /** How long the partitions of an instance that died wait for it, under {@code CLASSIC}. */
  @WithDefault("10s")
  Duration sessionTimeout();

  /** Stream threads: fixed for the life of the process. */
  @WithDefault("2")
  int threads();

  /** How often offsets are committed; each commit writes the batch first. */
  @WithDefault("200ms")
  Duration commitInterval();

  /** A batch this old is written even if it is not full. */
  @WithDefault("100ms")
  Duration flushInterval();

  /** How often each process looks whether topic, group and ledger still belong together. */
  @WithDefault("5s")
  Duration ledgerCheckInterval();

  /** How long a stop waits for the last batch. */
  @WithDefault("30s")
  Duration drainTimeout();

  Batch batch();

  Sink sink();

  TopicNames topics();

  KafkaSettings kafka();

  Postgres postgres();

  Rules rules();

  Admin admin();

  Console console();

  /** Behind the hashes of erased patients; without one the first erasure makes one, in the database. */
  Optional<Secret<String>> erasureKey();

  /** How a Kafka group shares its partitions: KIP-1071, or the older way for older brokers. */
  enum GroupProtocol {
    STREAMS, CLASSIC
  }

  /** Rows written in one transaction by one thread. */
  interface Batch {
    @WithDefault("4000")
    int maxRows();

    @WithDefault("4MiB")
    ByteSize maxBytes();
  }

  /** How the sink meets a database that does not answer, and reports that come again. */
  interface Sink {
    /** Retry in place for this long, then pause the pipeline and wait for the database. */
    @WithDefault("10s")
    Duration blockLimit();

    /** Leave the group when the database alone is away for this long, so that others may write. */
    @WithDefault("60s")
    Duration leaveAfter();

    /** The longest wait for a lock on a ledger row. */
    @WithDefault("5s")
    Duration lockTimeout();

    /** By which each thread suspects retries; at least a batch, or 0 to suspect none. */
    @WithDefault("262144")
    int recentIds();
  }

  /** Topics, and whether this process may create them. */
  interface TopicNames {
    @WithDefault(Topics.RAW)
    String raw();

    @WithDefault(Topics.REJECTED)
    String rejected();

    /** Stored reports with what the dictionary added are published there; nowhere without a name. */
    Optional<String> enriched();

    @WithDefault(Topics.DRUGS)
    String drugs();

    /** Create what is missing; otherwise a missing topic is a refusal to start. */
    @WithDefault("false")
    boolean create();

    /** Of the raw and rejected topics, when created. */
    @WithDefault("12")
    int partitions();

    @WithDefault("3")
    short replicas();

    /** Accept fewer than 3 replicas and a minimum in-sync set under 2. */
    @WithDefault("false")
    boolean development();
  }

  /** The database that the reports go to. */
  interface Postgres {
    @WithDefault("jdbc:postgresql://127.0.0.1:5432/epro")
    String url();

    @WithDefault("epro")
    String user();

    @WithDefault("epro")
    Secret<String> password();

    @WithDefault("epro")
    String schema();

    /** How long one statement may take, the network included; then the connection is cut. */
    @WithDefault("10s")
    Duration answerTimeout();

    /** Off loopback also without TLS, or with TLS that does not look who answers. */
    @WithDefault("false")
    boolean insecure();

    /** Bring the schema up to date at start. */
    @WithDefault("true")
    boolean migrate();
  }

  /** Ranges outside which a report is rejected. */
  interface Rules {
    @WithDefault("2000-01-01")
    LocalDate earliest();

    /** How far a report's own time may lie after its receipt. */
    @WithDefault("24h")
    Duration maxAhead();

    /** Beats per minute. */
    @WithDefault("20")
    int heartRateMin();

    @WithDefault("300")
    int heartRateMax();

    /** Degrees Celsius. */
    @WithDefault("30.0")
    double tempMin();

    @WithDefault("45.0")
    double tempMax();

    @WithDefault("64")
    int maxSymptoms();

    /** Characters. */
    @WithDefault("200")
    int maxSymptomLength();

    @WithDefault("64")
    int maxMedications();

    @WithDefault("100000")
    double maxDoseMg();

    /** Violations listed of one report. */
    @WithDefault("200")
    int maxViolations();
  }

  /** The page on the admin port: as whom it uses the database, and who may use it. */
  interface Console {
    /** Who reads for it; without one, the processor's own user. */
    Optional<String> postgresUser();

    Optional<Secret<String>> postgresPassword();

    /** Who does what its buttons ask for (redrive, discard, replay); without one, the processor's own user. */
    Optional<String> toolsUser();

    Optional<Secret<String>> toolsPassword();

    Auth auth();
  }

  /** Whose tokens (JWT) name operators, beside the admin token; without a key nobody's. */
  interface Auth {
    /** The identity provider's key set: https, or http on loopback. */
    Optional<URI> jwksUrl();

    /** Instead of a key set: a PEM file with one public key. */
    Optional<Path> publicKey();

    Optional<String> issuer();

    Optional<String> audience();

    /** How far clocks may be apart. */
    @WithDefault("30s")
    Duration clockSkew();
  }

  /** The admin server. */
  interface Admin {
    @WithDefault("127.0.0.1")
    String host();

    /** 0 takes a free port. */
    @WithDefault("8090")
    int port();

    /** Opens {@code /debug/} and the console, which without one are closed unless the host is loopback. */
    Optional<Secret<String>> token();

    /** What the token is good for, besides reading: OPERATE (what buttons do), RAW (patients' raw data). */
    @WithDefault("READ")
    Set<AdminRole> tokenRoles();

    /** {@code host:port} at which the other instances reach this port; without it, the host's own address. */
    Optional<String> advertised();
  }
}
