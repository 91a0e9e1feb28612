package io.epro.local.system;

import io.epro.local.kafka.LocalKafka;
import io.epro.local.kafka.LocalKafkaCluster;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Ports;
import io.epro.local.token.LocalIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Broker, database, topics and dictionary; then as many gateways and processors as are asked for,
 * each with a handle of its own. Everything is a child process. Parts start in the order of the data
 * and close the other way round. Not for use by several threads at once.
 */
public final class LocalSystem implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

  private final SystemPlan plan;
  private final LocalKafkaCluster brokers;
  private final LocalPostgres postgres;
  private @Nullable LocalIssuer issuer;
  private final List<Program> gateways = new ArrayList<>();
  private final List<Integer> gatewayPorts = new ArrayList<>();
  private final List<Program> processors = new ArrayList<>();

  public LocalSystem(SystemPlan plan) {
    this(plan, 1);
  }

  /** @param brokers how many; of several, each holds all partitions */
  public LocalSystem(SystemPlan plan, int brokers) {
    this.plan = plan;
    this.brokers = new LocalKafkaCluster(plan.data().resolve("kafka"), plan.kafkaPort(), brokers,
        plan.brokerJvm(), plan.brokerSettings());
    this.postgres = new LocalPostgres(plan.data().resolve("postgres"), plan.postgresPort());
  }

  /**
   * Starts broker and database, creates the topics, and the key pair that tokens are signed with.
   *
   * @throws IOException saying which part failed, with the end of its log
   */
  public LocalSystem start() throws IOException {
    plan.jars().check();
    issuer = LocalIssuer.in(plan.data());
    brokers.start();
    postgres.start();
    SystemTopics.create(brokers.bootstrapServers(), plan.partitions());
    return this;
  }

  /** Loads the sample dictionary that comes with this program. */
  public void loadSampleDrugs() throws IOException {
    var file = plan.data().resolve("drugs.csv");
    try (InputStream sample = Objects.requireNonNull(
        LocalSystem.class.getResourceAsStream("/drugs.csv"), "the sample dictionary")) {
      Files.copy(sample, file, StandardCopyOption.REPLACE_EXISTING);
    }
    loadDrugs(file);
  }

  /** Loads a dictionary with the processor's own command. */
  public void loadDrugs(Path csv) throws IOException {
    runCommand("drugs", "load", csv.toString());
  }

  /**
   * Runs one of the processor's commands against this system to its end; the output goes to
   * {@code logs/commands.log}.
   *
   * @throws IOException when it does not end with 0 within two minutes
   */
  public void runCommand(String... arguments) throws IOException {
    // Without the cache: it is made for one that runs.
    var command = newProcessor("processor command", plan.jars().processor(),
        new Launch(plan.programJvm(), Map.of()), Ports.orFree(0), Map.of())
        .command(List.of(arguments), logs().resolve("commands.log"));
    var child = ChildProcess.start(command);
    if (!child.waitFor(COMMAND_LIMIT) || child.exitCode().orElse(-1) != 0) {
      var diagnosis = child.diagnosis();
      child.kill();
      throw new IOException(String.join(" ", arguments) + " failed: " + diagnosis);
    }
  }

  public Program startGateway() throws IOException {
    return startGateway(Map.of());
  }

  /**
   * Starts a gateway: the first on the plan's ports, the next ones on free ports.
   *
   * @param settings on top of the usual ones, by their configuration keys
   */
  public Program startGateway(Map<String, String> settings) throws IOException {
    return startGateway(settings, Launch.USUAL);
  }

  /** The same, started in another way. */
  public Program startGateway(Map<String, String> settings, Launch launch) throws IOException {
    boolean first = gateways.isEmpty();
    int port = Ports.orFree(first ? plan.gatewayPort() : 0);
    int admin = Ports.orFree(first ? plan.gatewayAdminPort() : 0);
    var all = new HashMap<>(ProgramSettings.gateway(port, admin, brokers.bootstrapServers(),
        plan.data()));
    all.putAll(settings);
    var name = first ? "gateway" : "gateway-" + (gateways.size() + 1);
    var jar = plan.jars().gateway();
    var program = new Program(name, jar, usual(jar, launch), all, admin,
        logs().resolve(name + ".log"));
    gateways.add(program);
    gatewayPorts.add(port);
    return program.start();
  }

  public Program startProcessor() throws IOException {
    return startProcessor(Map.of());
  }

  /**
   * Starts one more processor, on the console port after the last one's.
   *
   * @param settings on top of the usual ones, by their configuration keys
   */
  public Program startProcessor(Map<String, String> settings) throws IOException {
    return startProcessor(settings, Launch.USUAL);
  }

  /** The same, started in another way. */
  public Program startProcessor(Map<String, String> settings, Launch launch)
      throws IOException {
    return startProcessor(plan.jars().processor(), settings, launch);
  }

  /** The same from another build's jar. */
  public Program startProcessor(Path jar, Map<String, String> settings, Launch launch)
      throws IOException {
    int number = processors.size() + 1;
    int port = plan.consolePort() == 0 ? Ports.orFree(0) : plan.consolePort() + number - 1;
    var program = newProcessor("processor-" + number, jar, usual(jar, launch), port, settings);
    processors.add(program);
    return program.start();
  }

  /** Where reports are posted to: the base address of the gateway with this index. */
  public String gatewayUrl(int index) {
    return "http://127.0.0.1:" + gatewayPorts.get(index);
  }

  /** Signs the tokens that the gateways here take. */
  public LocalIssuer issuer() {
    return Objects.requireNonNull(issuer, "not started");
  }

  /** PEM file with the issuer's private key. */
  public Path jwtKey() {
    return LocalIssuer.privateKey(plan.data());
  }

  /** With which a processor's console takes the tokens of {@link #issuer} for operators. */
  public Map<String, String> consoleSettings() {
    return LocalIssuer.consoleSettings(plan.data());
  }

  /** The only broker, or the first of several. */
  public LocalKafka kafka() {
    return brokers.broker(0);
  }

  public LocalKafkaCluster brokers() {
    return brokers;
  }

  public LocalPostgres postgres() {
    return postgres;
  }

  /** In the order of their start, also those that do not run now. */
  public List<Program> gateways() {
    return List.copyOf(gateways);
  }

  /** In the order of their start, also those that do not run now. */
  public List<Program> processors() {
    return List.copyOf(processors);
  }

  /** Stops everything that runs: gateways, processors, database, broker. */
  @Override
  public void close() {
    gateways.forEach(Program::close);
    processors.forEach(Program::terminate); // all at once, so that no partition moves again
    processors.forEach(Program::close);
    postgres.close();
    brokers.close();
  }

  private Launch usual(Path jar, Launch launch) throws IOException {
    var options = new ArrayList<>(plan.programJvm());
    options.addAll(plan.aotCache().options(jar));
    options.addAll(launch.jvmOptions());
    return new Launch(options, launch.environment());
  }

  private Program newProcessor(String name, Path jar, Launch launch, int adminPort,
      Map<String, String> settings) {
    var all = new HashMap<>(ProgramSettings.processor(adminPort, brokers.bootstrapServers(),
        postgres.jdbcUrl()));
    all.putAll(settings);
    return new Program(name, jar, launch, all, adminPort,
        logs().resolve(name + ".log"));
  }

  private Path logs() {
    return plan.data().resolve("logs");
  }
}
