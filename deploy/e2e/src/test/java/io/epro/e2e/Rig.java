package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.evidence.EvidenceReader;
import io.epro.e2e.evidence.Names;
import io.epro.e2e.guarantee.Guarantee;
import io.epro.e2e.load.GatewayLoad;
import io.epro.e2e.load.Load;
import io.epro.e2e.load.OpenLoad;
import io.epro.e2e.load.ReportMix;
import io.epro.e2e.load.Sent;
import io.epro.e2e.load.TopicLoad;
import io.epro.local.pauses.PauseWatch;
import io.epro.local.system.Launch;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import io.epro.local.token.PatientTokens;
import io.epro.local.traffic.Phone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole system for one scenario, and the hands that break it; {@link Progress} tells what comes of it.
 * Everything random comes from one seed,
 * which is printed; {@code -De2e.seed=N} repeats it, as far as processes can be repeated.
 */
final class Rig {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Logger LOG = LoggerFactory.getLogger(Rig.class);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int PATIENTS = 2000;
  private static final Pattern THREAD = Pattern.compile("\"threadName\":\"([^\"]+)\"");

  private final Ground ground;
  private final LocalSystem system;
  private final Names names;
  private final Progress progress;
  private final Map<String, String> processorSettings;
  private final long seed;
  private final Random random;
  private final List<Program> processors = new ArrayList<>();
  private final List<Program> gateways = new ArrayList<>();
  private final List<Load> loads = new ArrayList<>();
  private int kills;
  private long redelivered;

  /** What happens to the system, ending with {@link Rig#settle}. */
  interface Scenario {
    void play(Rig rig) throws Exception;
  }

  private Rig(Ground ground, Names names, Map<String, String> processorSettings, long seed) {
    this.ground = ground;
    this.system = ground.system();
    this.names = names;
    this.progress = new Progress(system, names);
    this.processorSettings = new HashMap<>(processorSettings);
    this.processorSettings.putAll(names.processorSettings());
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Plays a scenario on topics and a schema of its own, and ends what it started. */
  static void play(String name, Map<String, String> processorSettings, Scenario scenario)
      throws IOException {
    play(Ground.take(), name, processorSettings, scenario);
  }

  /** The same on a ground that the scenario chose. */
  static void play(Ground ground, String name, Map<String, String> processorSettings,
      Scenario scenario) throws IOException {
    play(ground, ground.next(), name, processorSettings, scenario);
    ground.giveBack();
  }

  /** The same under names that the caller knows before, on a ground that the caller ends. */
  static void play(Ground ground, Names names, String name,
      Map<String, String> processorSettings, Scenario scenario) {
    play(new Rig(ground, names, processorSettings,
        Long.getLong("e2e.seed", System.nanoTime() & 0xFFFFFF)), name, scenario);
  }

  /** On the usual ground, with a seed of the scenario's own. */
  static void play(String name, Map<String, String> processorSettings, long seed,
      Scenario scenario) throws IOException {
    var ground = Ground.take();
    play(new Rig(ground, ground.next(), processorSettings, seed), name, scenario);
    ground.giveBack();
  }

  private static void play(Rig rig, String name, Scenario scenario) {
    LOG.atInfo().addKeyValue("scenario", name).addKeyValue("schema", rig.names.schema())
        .addKeyValue("seed", rig.seed).log("begins");
    long begin = System.nanoTime();
    try {
      scenario.play(rig);
    } catch (Exception | AssertionError e) {
      LOG.atError().addKeyValue("scenario", name).addKeyValue("seed", rig.seed).setCause(e)
          .log("failed");
      throw new AssertionError(name + " failed with seed " + rig.seed + "; data and logs are in "
          + rig.ground.keep() + ", schema " + rig.names.schema() + ": " + e.getMessage(), e);
    } finally {
      rig.end();
    }
    LOG.atInfo().addKeyValue("scenario", name)
        .addKeyValue("seconds", (System.nanoTime() - begin) / 1_000_000_000)
        .addKeyValue("kills", rig.kills)
        .addKeyValue("redelivered", rig.redelivered)
        .log("every guarantee holds");
  }

  LocalSystem system() {
    return system;
  }

  /** Reports straight into the topic, so many a second. */
  Load loadOnTopic(double perSecond) {
    var load = new TopicLoad(new ReportMix(seed, "P", PATIENTS, false), perSecond,
        system.brokers().bootstrapServers(), names.raw());
    loads.add(load);
    return load.start();
  }

  /** Reports through the gateway, by phones that retry. */
  GatewayLoad loadOnGateway(int phones, double perSecond) {
    var tokens = new PatientTokens(system.issuer(), InstantSource.system());
    return loadOnGateway(phones, perSecond, tokens::of);
  }

  /** The same, with tokens of another provider. */
  GatewayLoad loadOnGateway(int phones, double perSecond, UnaryOperator<String> tokens) {
    var load = new GatewayLoad(seed, phones, perSecond,
        List.of(new Phone(gatewayUrls().getLast(), tokens)));
    loads.add(load);
    return load.start();
  }

  /** The same by phones that go to the next gateway when one does not serve them. */
  GatewayLoad loadOnAllGateways(int phones, double perSecond) {
    var tokens = new PatientTokens(system.issuer(), InstantSource.system());
    var load = new GatewayLoad(seed, phones, perSecond,
        gatewayUrls().stream().map(url -> new Phone(url, tokens::of)).toList());
    loads.add(load);
    return load.start();
  }

  /** Reports to all gateways, each sent once when its time has come, whatever the answers. */
  OpenLoad openLoad(double perSecond, int connections) throws IOException {
    var load = new OpenLoad(seed, gatewayUrls(), siteToken(), perSecond, connections);
    loads.add(load);
    return load.start();
  }

  /** A load of the scenario's own, which is closed with it. */
  <T extends Load> T with(T load) {
    loads.add(load);
    return load;
  }

  long seed() {
    return seed;
  }

  /** A token that is good for every patient. */
  String siteToken() {
    return system.issuer().site(Instant.now(), Duration.ofHours(1));
  }

  /** In the order of their start. */
  List<String> gatewayUrls() {
    return gateways.stream()
        .map(gateway -> system.gatewayUrl(system.gateways().indexOf(gateway))).toList();
  }

  /** Starts the gateway and waits until it is ready. */
  Program startGateway() throws IOException {
    return startGateways(1, Map.of()).getFirst();
  }

  /** Starts some gateways with settings of their own, and waits until all are ready. */
  List<Program> startGateways(int count, Map<String, String> settings) throws IOException {
    var all = new HashMap<>(names.gatewaySettings());
    all.putAll(settings);
    for (int i = 0; i < count; i++) {
      gateways.add(system.startGateway(all));
    }
    for (var gateway : gateways) {
      gateway.awaitReady();
    }
    return List.copyOf(gateways);
  }

  /** Starts one more processor; does not wait for it. */
  Program startProcessor() throws IOException {
    return startProcessor(Map.of());
  }

  /** The same, with settings of its own. */
  Program startProcessor(Map<String, String> settings) throws IOException {
    var all = new HashMap<>(processorSettings);
    all.putAll(settings);
    var processor = system.startProcessor(all);
    processors.add(processor);
    return processor;
  }

  /** The same, started in another way. */
  Program startProcessor(Map<String, String> settings, Launch launch) throws IOException {
    var all = new HashMap<>(processorSettings);
    all.putAll(settings);
    var processor = system.startProcessor(all, launch);
    processors.add(processor);
    return processor;
  }

  /** Starts a gateway with settings of its own, in another way, and waits until it is ready. */
  Program startGateway(Map<String, String> settings, Launch launch) throws IOException {
    var all = new HashMap<>(names.gatewaySettings());
    all.putAll(settings);
    var gateway = system.startGateway(all, launch);
    gateways.add(gateway);
    return gateway.awaitReady();
  }

  Names names() {
    return names;
  }

  /** Names and topics of another trial, beside this one. */
  Names anotherTrial() throws IOException {
    return ground.next();
  }

  Progress progress() {
    return progress;
  }

  /** Waits until the program says on {@code /health/ready} that it cannot work, and why. */
  void awaitSays(Program program, String why) {
    await(program.name() + " says: " + why).atMost(PATIENCE).pollInterval(LOOK.multipliedBy(10))
        .until(() -> !program.ready() && program.lastAnswer().contains(why));
  }

  /** One more processor, from another build's jar. */
  Program startProcessor(Path jar, Map<String, String> settings) throws IOException {
    var all = new HashMap<>(processorSettings);
    all.putAll(settings);
    var processor = system.startProcessor(jar, all, Launch.USUAL);
    processors.add(processor);
    return processor;
  }

  /** That it is ready again, and was so without a restart. */
  void assertLivesOn(Program program) throws IOException {
    assertThat(program.awaitReady().process().alive()).as(program.name() + " lives").isTrue();
  }

  /** So many times each thread had to read again from its last commit, as Streams tells it in the log. */
  Map<String, Integer> rejoins(Program program) throws IOException {
    var times = new HashMap<String, Integer>();
    try (var lines = Files.lines(program.log())) {
      lines.filter(line -> line.contains("rejoin the consumer group")
          || line.contains("poll timeout has expired")).forEach(line -> {
            var thread = THREAD.matcher(line);
            times.merge(thread.find() ? thread.group(1) : "unknown", 1, Integer::sum);
          });
    }
    return times;
  }

  /** Waits until this processor itself has stored something since it was started. */
  void awaitWork(Program processor) {
    await(processor.name() + " works").atMost(PATIENCE).pollInterval(LOOK.multipliedBy(5))
        .until(() -> Metric.STORED.of(processor) > 0);
  }

  /** Waits until it has stored more than that. */
  void awaitMoreWork(Program processor, long than) {
    await(processor.name() + " works again").atMost(PATIENCE).pollInterval(LOOK.multipliedBy(5))
        .until(() -> Metric.STORED.of(processor) > than);
  }

  /** Watches from now on how long each partition stands still. For {@code close} by the scenario. */
  PauseWatch watchPauses() throws IOException {
    return PauseWatch.start(system.brokers().bootstrapServers(), names.raw(),
        system.postgres()::connect, names.schema());
  }

  /** Waits until more reports are acknowledged than now. */
  void awaitAcknowledgements(Load load) {
    long before = load.sent().acknowledgedCount();
    await("acknowledgements").atMost(PATIENCE).pollInterval(LOOK)
        .until(() -> load.sent().acknowledgedCount() > before);
  }

  /** As below, for a random time. */
  void awaitRandomMoment(Program program, Duration atMost) {
    awaitMoment(program, Duration.ofMillis(random.nextInt((int) atMost.toMillis())));
  }

  /** Lets time pass, in which the program must not end by itself. */
  void awaitMoment(Program program, Duration moment) {
    if (program.process().waitFor(moment)) {
      throw new AssertionError("ended by itself: " + program.process().diagnosis());
    }
  }

  /** SIGKILL. */
  void kill(Program program) {
    redelivered += Metric.REDELIVERED.of(program);
    kills++;
    program.kill();
  }

  /** SIGTERM: it must end by itself. */
  void stop(Program program) {
    redelivered += Metric.REDELIVERED.of(program);
    assertThat(program.stop(PATIENCE)).as(program.name() + " stops when told to").isTrue();
  }

  /**
   * Ends the load, waits until all of it is processed, and holds every guarantee against what is then
   * found.
   */
  Evidence settle(Load load, long atLeast) throws Exception {
    return settle(load, atLeast, Guarantee.all());
  }

  /** The same with guarantees of the scenario's choice. */
  Evidence settle(Load load, long atLeast, List<Guarantee> guarantees) throws Exception {
    load.finish(atLeast, PATIENCE);
    return settle(load.sent(), atLeast, guarantees);
  }

  /** The same for what was sent already. */
  Evidence settle(Sent sent, long atLeast) throws Exception {
    return settle(sent, atLeast, Guarantee.all());
  }

  private Evidence settle(Sent sent, long atLeast, List<Guarantee> guarantees) throws Exception {
    var reader = new EvidenceReader(system, names);
    long end = reader.end();
    for (long applied = progress.applied(); applied < end; applied = progress.applied()) {
      progress.awaitBeyond(applied); // however slow the machine is
    }
    processors.forEach(program -> redelivered += Metric.REDELIVERED.of(program));
    var evidence = reader.read(sent);
    LOG.atInfo().addKeyValue("schema", names.schema())
        .addKeyValue("acknowledged", sent.acknowledgedCount())
        .addKeyValue("records", evidence.topic().size())
        .addKeyValue("rows", evidence.reports().size())
        .addKeyValue("rejections", evidence.rejections().size())
        .addKeyValue("rejectedRecords", evidence.rejected().size())
        .log("settled");
    assertThat(evidence.topic().size()).as("records in the topic").isGreaterThanOrEqualTo(
        (int) atLeast);
    var broken = new ArrayList<String>();
    for (var guarantee : guarantees) {
      try {
        guarantee.check(evidence);
      } catch (AssertionError e) {
        broken.add(guarantee.name() + ": " + e.getMessage());
      }
    }
    assertThat(broken).as("broken guarantees").isEmpty();
    return evidence;
  }

  /** Copies a directory to a place that is not there yet, with owners and times. */
  static void copyTree(Path from, Path to) throws IOException, InterruptedException {
    var copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO()
        .start();
    if (!copying.waitFor(60, TimeUnit.SECONDS) || copying.exitValue() != 0) {
      throw new IOException(from + " cannot be copied to " + to);
    }
  }

  private void end() {
    loads.forEach(Load::close);
    gateways.forEach(gateway -> gateway.process().kill());
    processors.forEach(processor -> processor.process().kill());
  }
}
