package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.local.fixture.RealPostgres;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.postgres.Database;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One instance of the pipeline, in this JVM, on topics and a database of the test's own. Whoever waits
 * here also watches that the group never commits an offset that is ahead of the ledger.
 */
final class TestPipeline implements AutoCloseable {
  /** Less than the 45 s that a classic group would wait for a member that left without a word. */
  static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final GroupProtocol protocol;
  private final TestTopics topics;
  private final TestBooks books;
  private final Map<String, String> settings = new HashMap<>();
  private final boolean ownsTopics;
  private @Nullable Running running;

  private record Running(StopSignal stop, Database database, Assembly assembly,
      Future<Integer> exit, MeterRegistry metrics) {}

  /** The only instance, on new topics and a new database of the shared server. */
  TestPipeline(GroupProtocol protocol, Map<String, String> overrides) {
    this(protocol, new TestTopics(), new TestBooks(RealPostgres.get().freshDatabase()), overrides,
        true);
  }

  /** The only instance, on new topics and this database. */
  TestPipeline(GroupProtocol protocol, RealPostgres.Database database,
      Map<String, String> overrides) {
    this(protocol, new TestTopics(), new TestBooks(database), overrides, true);
  }

  private TestPipeline(GroupProtocol protocol, TestTopics topics, TestBooks books,
      Map<String, String> overrides, boolean ownsTopics) {
    this.protocol = protocol;
    this.topics = topics;
    this.books = books;
    this.ownsTopics = ownsTopics;
    settings.putAll(topics.settings());
    settings.putAll(Map.of("processor.postgres.url", books.database().url(),
        "processor.postgres.user", books.database().user(),
        "processor.postgres.password", books.database().password(),
        "processor.admin.port", "0",
        "processor.group-protocol", protocol.name()));
    settings.putAll(overrides);
  }

  /** One more instance of the same group, with these settings of its own. */
  TestPipeline another(Map<String, String> overrides) {
    var other = new TestPipeline(protocol, topics, books, settings, false);
    other.settings.putAll(overrides);
    return other;
  }

  /** Starts it and waits until it reads or has ended; the same topics, group and database each time. */
  TestPipeline start() {
    var loaded = Settings.load(ProcessorSettings.class, settings);
    var metrics = new SimpleMeterRegistry();
    var stop = new StopSignal();
    var database = new Database(loaded, metrics, stop::given);
    var assembly = new Assembly(loaded, metrics, database, stop);
    var exit = new FutureTask<>(assembly::run);
    Thread.ofPlatform().daemon().name("processor").start(exit);
    running = new Running(stop, database, assembly, exit, metrics);
    await().atMost(PATIENCE)
        .until(() -> exit.isDone() || !assembly.ready().reasons().contains("starting"));
    return this;
  }

  TestPipeline set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  TestTopics topics() {
    return topics;
  }

  TestBooks books() {
    return books;
  }

  Assembly assembly() {
    if (running == null) {
      throw new IllegalStateException("not running");
    }
    return running.assembly();
  }

  boolean paused() {
    return running != null && running.assembly().paused();
  }

  TestPipeline awaitReady() {
    await("ready").atMost(PATIENCE).until(() -> assembly().ready().ready());
    return this;
  }

  /** Waits until its threads have taken in so many records, be they written or not. */
  void awaitTakenIn(int records) {
    MeterRegistry metrics = Objects.requireNonNull(running).metrics();
    await("taken in").atMost(PATIENCE).pollInterval(LOOK)
        .until(() -> metrics.find("kafka.stream.thread.process.total").functionCounters().stream()
            .mapToDouble(FunctionCounter::count).sum() >= records);
  }

  /** Waits until the ledger shows so many offsets as applied, and not one more. */
  void awaitApplied(long offsets) {
    await("applied").atMost(PATIENCE).pollInterval(LOOK).until(() -> {
      assertNeverAhead();
      long applied = books.applied();
      assertThat(applied).isLessThanOrEqualTo(offsets);
      return applied == offsets;
    });
  }

  /** Waits until the group has committed all that the ledger shows. */
  void awaitCommitted() {
    await("committed").atMost(PATIENCE).pollInterval(LOOK).untilAsserted(
        () -> assertThat(topics.committed()).containsAllEntriesOf(books.nextOffsets()));
  }

  /** That no offset is committed that the ledger does not show as applied. Not for transactions. */
  void assertNeverAhead() throws Exception {
    Map<Integer, Long> committed = topics.committed(); // the ledger later: it only goes on
    Map<Integer, Long> applied = books.nextOffsets();
    committed.forEach((partition, offset) -> assertThat(offset)
        .as("committed in partition " + partition)
        .isLessThanOrEqualTo(applied.getOrDefault(partition, 0L)));
  }

  void stop() {
    if (running != null) {
      running.stop().give();
      var _ = end(running);
    }
  }

  /** Waits until it has refused to go on, and closes what is left of it. @return what it said */
  String refusal() {
    Running now = Objects.requireNonNull(running);
    await("refuses").atMost(PATIENCE).until(now.exit()::isDone);
    String reason = String.join("; ", now.assembly().live().reasons());
    Throwable fault = end(now);
    return fault == null ? reason : String.valueOf(fault.getMessage());
  }

  private @Nullable Throwable end(Running now) {
    try {
      now.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException | InterruptedException e) {
      throw new IllegalStateException("the processor did not stop", e);
    } finally {
      now.assembly().close();
      now.database().close();
      running = null;
    }
  }

  @Override
  public void close() {
    stop();
    if (ownsTopics) {
      topics.close();
    }
  }
}
