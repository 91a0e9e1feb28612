package io.epro.processor.intake;

import io.epro.observe.Health;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.sink.Outages;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens while database or broker are away. Threads wait in place for a while; when one gives
 * up its batch, the pipeline is paused (its members stay in the group, so others may join and leave
 * freely) and a thread of its own asks both until they answer, then resumes. Where the database has
 * not answered for long and others of the group go on, it is this process that cannot reach it: then it
 * leaves the group, so that they can have its partitions, and joins again when it has an answer.
 *
 * <p>Thread-safe.
 */
public final class OutageGate implements Outages {
  private static final Logger LOG = LoggerFactory.getLogger(OutageGate.class);
  private static final Duration FIRST_PROBE = Duration.ofMillis(100);
  private static final Duration MAX_PROBE = Duration.ofSeconds(2);

  private final Probe probe;
  private final Duration leaveAfter;
  private final Counter rewinds;
  private final StopSignal stop;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final AtomicBoolean paused = new AtomicBoolean();
  private final AtomicBoolean restartWanted = new AtomicBoolean();
  private volatile Runnable pause = () -> {};
  private volatile Runnable resume = () -> {};
  private volatile Consumer<LedgerFault> fail = fault -> {};

  /**
   * What is asked while the pipeline is paused, from a thread of the gate's own.
   *
   * @param database whether it takes batches now
   * @param broker whether the brokers can work for us now
   * @param committed how far the group has come, by partition: while this process is paused only others
   *     advance it. Throws {@link OutageException} when the brokers do not tell.
   */
  public record Probe(BooleanSupplier database, BooleanSupplier broker,
      Supplier<Map<Integer, Long>> committed) {}

  /** @param leaveAfter how long the database may be away before this process leaves others to work */
  public OutageGate(StopSignal stop, Probe probe, Duration leaveAfter, MeterRegistry registry) {
    this.stop = stop;
    this.probe = probe;
    this.leaveAfter = leaveAfter;
    Gauge.builder("epro.processor.outage", reason, r -> r.get() == null ? 0 : 1)
        .description("1 while the processor waits for the database or the broker")
        .register(registry);
    rewinds = Counter.builder("epro.processor.rewinds")
        .description("Times that the group had to be set back to the ledger")
        .register(registry);
  }

  /** Tells what to pause; the pipeline is made after its threads' batches. */
  public void guards(Pipeline pipeline) {
    synchronized (paused) {
      restartWanted.set(false);
      paused.set(false);
      pause = pipeline::pause;
      resume = pipeline::resume;
      fail = pipeline::fail;
    }
    pipeline.whenItHasToBeginAgain(this::beginAgain);
  }

  @Override
  public void waiting(OutageException outage) {
    String why = String.valueOf(outage.getMessage());
    if (!why.equals(reason.getAndSet(why))) { // also when it changes: the first may be a mere symptom
      LOG.atWarn().addKeyValue("reason", why).log("Waiting for an outage to end");
    }
  }

  @Override
  public void over() {
    if (!paused.get() && reason.get() != null && reason.getAndSet(null) != null) {
      LOG.atInfo().log("The outage is over");
    }
  }

  @Override
  public void pause(OutageException outage) {
    reason.set(outage.getMessage());
    synchronized (paused) {
      if (stop.given() || !paused.compareAndSet(false, true)) {
        return;
      }
      pause.run();
    }
    LOG.atWarn().addKeyValue("reason", outage.getMessage())
        .log("Paused until database and broker answer");
    Thread.ofPlatform().name("outage-probe").daemon().start(this::untilAnsweredOrLeft);
  }

  @Override
  public void rewind(String why) {
    reason.set(why);
    if (restartWanted.compareAndSet(false, true)) {
      rewinds.increment();
      LOG.atWarn().addKeyValue("reason", why)
          .log("Leaving the group, which has to be set back to the ledger");
      synchronized (paused) {
        pause.run();
      }
    }
  }

  /** What Streams does not outlast: the pipeline has to be made anew. */
  public void beginAgain(String why) {
    reason.set(why);
    if (restartWanted.compareAndSet(false, true)) {
      LOG.atWarn().addKeyValue("reason", why).log("The pipeline begins again");
    }
  }

  @Override
  public void refuse(LedgerFault fault) {
    fail.accept(fault);
    synchronized (paused) {
      pause.run();
    }
  }

  /** Whether the pipeline has to be closed, to begin again when there is nothing against it. */
  public boolean restartWanted() {
    return restartWanted.get();
  }

  private void untilAnsweredOrLeft() {
    long leaveAt = System.nanoTime() + leaveAfter.toNanos();
    Map<Integer, Long> committed = Map.of();
    Duration wait = FIRST_PROBE;
    while (!awaitStop(wait) && !restartWanted.get()) {
      boolean database = answers(probe.database());
      if (database && answers(probe.broker())) {
        resumeNow();
        return;
      }
      if (!database && System.nanoTime() > leaveAt) {
        Map<Integer, Long> now = committed();
        if (!committed.isEmpty() && !now.isEmpty() && !now.equals(committed)) {
          leave();
          return;
        }
        committed = now;
      }
      Duration twice = wait.multipliedBy(2);
      wait = twice.compareTo(MAX_PROBE) < 0 ? twice : MAX_PROBE;
    }
  }

  /** A bug in asking must not end the asking: paused for ever would be an outage without an end. */
  private static boolean answers(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("reason", e.getClass().getSimpleName())
          .log("Whether the outage is over could not be asked");
      return false;
    }
  }

  private Map<Integer, Long> committed() {
    try {
      return probe.committed().get();
    } catch (OutageException | IllegalStateException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("The group's offsets are not known");
      return Map.of();
    }
  }

  private void resumeNow() {
    synchronized (paused) {
      paused.set(false);
      resume.run();
    }
    over();
  }

  private void leave() {
    if (restartWanted.compareAndSet(false, true)) {
      LOG.atWarn().addKeyValue("after", leaveAfter).addKeyValue("reason", reason.get())
          .log(
              "Leaving the group until the database answers, so that others can have its partitions");
    }
  }

  @Override
  public boolean awaitStop(Duration atMost) {
    return stop.await(atMost);
  }

  /** Asks at start until there is an answer. @return empty when told to stop before */
  public <T> Optional<T> untilAnswered(Supplier<T> question) {
    do {
      try {
        T answer = question.get();
        over();
        return Optional.of(answer);
      } catch (OutageException e) {
        waiting(e);
      }
    } while (!awaitStop(FIRST_PROBE.multipliedBy(5)));
    return Optional.empty();
  }

  /** Whether the pipeline takes no records until database and broker answer. */
  public boolean paused() {
    return paused.get();
  }

  public Health health() {
    String now = reason.get();
    return now == null ? Health.READY : Health.notReady(now);
  }
}
