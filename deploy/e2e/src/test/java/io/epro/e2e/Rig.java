package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.e2e.guarantee.Guarantee;
import io.epro.e2e.load.GatewayLoad;
import io.epro.e2e.load.Load;
import io.epro.e2e.load.ReportMix;
import io.epro.e2e.load.TopicLoad;
import io.epro.local.books.BookReader;
import io.epro.local.process.Trees;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole system in a temporary directory, and the hands that break it. Everything random comes from
 * one seed, which is printed; {@code -De2e.seed=N} repeats it, as far as processes can be repeated.
 * The directory goes with a scenario that succeeds, and stays with one that fails.
 */
final class Rig {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Logger LOG = LoggerFactory.getLogger(Rig.class);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int PATIENTS = 2000;
  // Started often and for seconds only: the first compiler is enough.
  private static final List<String> SMALL_JVM = List.of("-Xms64m", "-Xmx320m",
      "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
      "--sun-misc-unsafe-memory-access=allow");

  private final LocalSystem system;
  private final Map<String, String> processorSettings;
  private final long seed;
  private final Random random;
  private final List<Load> loads = new ArrayList<>();
  private int kills;
  private long redelivered;

  /** What happens to the system, ending with {@link Rig#settle}. */
  interface Scenario {
    void play(Rig rig) throws Exception;
  }

  private Rig(LocalSystem system, Map<String, String> processorSettings, long seed) {
    this.system = system;
    this.processorSettings = processorSettings;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Plays a scenario on a fresh broker and a fresh database. */
  static void play(String name, Map<String, String> processorSettings, Scenario scenario)
      throws IOException {
    long seed = Long.getLong("e2e.seed", System.nanoTime() & 0xFFFFFF);
    var data = Files.createTempDirectory("epro-e2e-");
    LOG.atInfo().addKeyValue("scenario", name).addKeyValue("seed", seed).log("begins");
    long begin = System.nanoTime();
    try (var system = new LocalSystem(SystemPlan.in(data).withJvm(List.of(), SMALL_JVM))) {
      var rig = new Rig(system.start(), processorSettings, seed);
      try {
        scenario.play(rig);
      } finally {
        rig.loads.forEach(Load::close);
      }
      LOG.atInfo().addKeyValue("scenario", name)
          .addKeyValue("seconds", (System.nanoTime() - begin) / 1_000_000_000)
          .addKeyValue("kills", rig.kills)
          .addKeyValue("redelivered", rig.redelivered)
          .log("every guarantee holds");
    } catch (Exception | AssertionError e) {
      throw new AssertionError(name + " failed with seed " + seed + "; data and logs are in "
          + data + ": " + e.getMessage(), e);
    }
    Trees.delete(data);
  }

  LocalSystem system() {
    return system;
  }

  /** Reports straight into the topic, so many a second. */
  Load loadOnTopic(double perSecond) {
    var load = new TopicLoad(new ReportMix(seed, "P", PATIENTS, false), perSecond,
        system.kafka().bootstrapServers());
    loads.add(load);
    return load.start();
  }

  /** Reports through the first gateway, by phones that retry. */
  GatewayLoad loadOnGateway(int phones, double perSecond) {
    var load = new GatewayLoad(seed, phones, perSecond, system.gatewayUrl(0));
    loads.add(load);
    return load.start();
  }

  /** Starts one more processor; does not wait for it. */
  Program startProcessor() throws IOException {
    return system.startProcessor(processorSettings);
  }

  /** Waits until more offsets are applied than now. */
  void awaitProgress() {
    long before = applied();
    await("progress beyond " + before).atMost(PATIENCE).pollInterval(LOOK).pollDelay(LOOK)
        .until(() -> applied() > before);
  }

  /** Waits until this processor itself has stored something since it was started. */
  void awaitWork(Program processor) {
    await(processor.name() + " works").atMost(PATIENCE).pollInterval(LOOK.multipliedBy(5))
        .until(() -> Metric.STORED.of(processor) > 0);
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
  void settle(Load load, long atLeast) throws Exception {
    load.finish(atLeast, PATIENCE);
    awaitDrained();
    system.processors().forEach(program -> redelivered += Metric.REDELIVERED.of(program));
    var evidence = new EvidenceReader(system).read(load.sent());
    LOG.atInfo().addKeyValue("acknowledged", load.sent().acknowledgedCount())
        .addKeyValue("records", evidence.topic().size())
        .addKeyValue("rows", evidence.reports().size())
        .addKeyValue("rejections", evidence.rejections().size())
        .addKeyValue("rejectedRecords", evidence.rejected().size())
        .log("settled");
    assertThat(evidence.topic().size()).as("records in the topic").isGreaterThanOrEqualTo(
        (int) atLeast);
    var broken = new ArrayList<String>();
    for (var guarantee : Guarantee.ALL) {
      try {
        guarantee.check(evidence);
      } catch (AssertionError e) {
        broken.add(guarantee.name() + ": " + e.getMessage());
      }
    }
    assertThat(broken).as("broken guarantees").isEmpty();
  }

  private void awaitDrained() throws IOException {
    try (var books = new BookReader(system.kafka().bootstrapServers(),
        system.postgres()::connect)) {
      await("all of the topic is processed").atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> books.glance().lag() == 0);
    }
  }

  private long applied() {
    try (var connection = system.postgres().connect();
        var statement = connection.createStatement();
        var sum = statement
            .executeQuery("select coalesce(sum(next_offset), 0) from epro.ledger")) {
      sum.next();
      return sum.getLong(1);
    } catch (SQLException e) {
      return 0; // the first processor has not made the table yet
    }
  }
}
