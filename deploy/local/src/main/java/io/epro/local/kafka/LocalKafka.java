package io.epro.local.kafka;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A KRaft broker as a child JVM, on loopback: alone, with replication factor 1, or one of a
 * {@link LocalKafkaCluster}. It can be stopped or killed
 * and started again on the same data and ports. Not for use by several threads at once.
 *
 * <p>What it acknowledged survives a {@code kill -9} of its process; like any Kafka it leaves fsync
 * to the operating system, so with one replica a power cut may lose the last records.
 */
public final class LocalKafka implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final List<String> JVM = List.of(
      "-Xmx256m", "-Xms64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
      "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
      "-Dlogback.configurationFile=io/epro/local/kafka/broker-logback.xml");

  private final Path directory;
  private final int port;
  private final Seat seat;
  private final List<String> jvmOptions;
  private final Map<String, String> settings;
  private @Nullable ChildProcess process;

  /**
   * A broker that is not started yet.
   *
   * @param directory for data and log; created when missing, kept at the end
   * @param port of the broker; 0 picks a free one now
   */
  public LocalKafka(Path directory, int port) {
    this(directory, port, List.of(), Map.of());
  }

  /**
   * @param jvmOptions after the built-in ones, which make a small JVM (256 MiB, one compiler)
   * @param settings of the broker on top of the built-in ones; an empty value leaves Kafka's default
   */
  public LocalKafka(Path directory, int port, List<String> jvmOptions,
      Map<String, String> settings) {
    this(directory, port, Seat.alone(Ports.orFree(0), directory.toAbsolutePath()), jvmOptions,
        settings);
  }

  LocalKafka(Path directory, int port, Seat seat, List<String> jvmOptions,
      Map<String, String> settings) {
    this.directory = directory.toAbsolutePath();
    this.port = Ports.orFree(port);
    this.seat = seat;
    this.jvmOptions = List.copyOf(jvmOptions);
    this.settings = Map.copyOf(settings);
  }

  /** Settings with which groups are shared as by a broker that nobody tuned. */
  public static Map<String, String> untunedGroups() {
    return BrokerProperties.ofGroups().stream().collect(Collectors.toMap(key -> key, _ -> ""));
  }

  /**
   * Starts the broker and returns when it serves.
   *
   * @throws IOException with the end of its log when it does not serve within two minutes
   */
  public void start() throws IOException {
    launch();
    awaitServing();
  }

  /** Starts the process, and returns before it serves. */
  void launch() throws IOException {
    if (process != null && process.alive()) {
      throw new IllegalStateException("the broker runs already");
    }
    Files.createDirectories(directory);
    var config = directory.resolve("server.properties");
    Files.writeString(config, BrokerProperties
        .of(port, seat, directory.resolve("data"), settings).entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("\n", "", "\n")));
    format(config, clusterId());
    requireFree(port);
    process = ChildProcess.start(command(config));
  }

  /** SIGTERM, then SIGKILL after 20 s. Does nothing when it does not run. */
  public void stop() {
    if (process != null) {
      process.stop(STOP_LIMIT);
    }
  }

  /** SIGTERM without waiting; nothing where it does not run. */
  void terminate() {
    if (process != null && process.alive()) {
      process.terminate();
    }
  }

  /** SIGKILL. */
  public void kill() {
    process().kill();
  }

  @Override
  public void close() {
    stop();
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public Path log() {
    return directory.resolve("broker.log");
  }

  /** The child, for watching it. A new one after each start. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException("the broker was never started");
    }
    return process;
  }

  private Command command(Path config) {
    var options = new ArrayList<>(JVM);
    options.addAll(jvmOptions);
    options.add("-cp");
    options.add(System.getProperty("java.class.path"));
    return Command.java("kafka", options, List.of("kafka.Kafka", config.toString()), log());
  }

  // Chosen before the first format, so that a format that was cut short can be done again.
  private String clusterId() throws IOException {
    var file = seat.clusterId();
    if (!Files.exists(file)) {
      Files.writeString(file, Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }

  private static void requireFree(int port) throws IOException {
    if (!Ports.isFree(port)) {
      throw new IOException("the broker cannot listen on port " + port + ": it is in use");
    }
  }

  private static void format(Path config, String cluster) throws IOException {
    var said = new ByteArrayOutputStream();
    int code = StorageTool.execute(
        new String[]{"format", "--ignore-formatted", "-t", cluster, "-c",
          config.toString()},
        new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new IOException("the broker's storage cannot be formatted: "
          + said.toString(StandardCharsets.UTF_8));
    }
  }

  // A broker lists itself only once it is unfenced, that is, once topics can be created on it.
  void awaitServing() throws IOException {
    var broker = process();
    var cluster = clusterId();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try (var admin = Admin.create(Map.of(
        "bootstrap.servers", bootstrapServers(),
        "reconnect.backoff.max.ms", 100,
        "default.api.timeout.ms", 2000,
        "request.timeout.ms", 2000))) {
      while (broker.alive() && System.nanoTime() < deadline) {
        if (serves(admin, cluster)) {
          return;
        }
        broker.waitFor(Duration.ofMillis(50));
      }
    }
    var diagnosis = broker.diagnosis();
    broker.kill();
    throw new IOException("the broker does not serve on port " + port + ": " + diagnosis);
  }

  private boolean serves(Admin admin, String cluster) throws IOException {
    try {
      var described = admin.describeCluster();
      return cluster.equals(described.clusterId().get(5, TimeUnit.SECONDS))
          && described.nodes().get(5, TimeUnit.SECONDS).stream()
              .anyMatch(node -> node.id() == seat.id());
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the broker started", e);
    }
  }
}
