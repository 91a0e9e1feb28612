package io.epro.processor.intake;

import io.epro.observe.Health;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.sink.Outages;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
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
 * freely) and a thread of its own asks both until they answer, then resumes.
 *
 * <p>Thread-safe.
 */
public final class OutageGate implements Outages {
  private static final Logger LOG = LoggerFactory.getLogger(OutageGate.class);
  private static final Duration FIRST_PROBE = Duration.ofMillis(100);
  private static final Duration MAX_PROBE = Duration.ofSeconds(2);

  private final BooleanSupplier answers;
  private final StopSignal stop;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final AtomicBoolean paused = new AtomicBoolean();
  private final AtomicBoolean rewindWanted = new AtomicBoolean();
  private volatile Runnable pause = () -> {};
  private volatile Runnable resume = () -> {};
  private volatile Consumer<LedgerFault> fail = fault -> {};

  /** @param answers whether both database and broker do now */
  public OutageGate(StopSignal stop, BooleanSupplier answers, MeterRegistry registry) {
    this.stop = stop;
    this.answers = answers;
    Gauge.builder("epro.processor.outage", reason, r -> r.get() == null ? 0 : 1)
        .description("1 while the processor waits for the database or the broker")
        .register(registry);
  }

  /** Tells what to pause; the pipeline is made after its threads' batches. */
  public void guards(Pipeline pipeline) {
    rewindWanted.set(false);
    pipeline.whenRefused(this::refused);
    pause = pipeline::pause;
    resume = pipeline::resume;
    fail = pipeline::fail;
  }

  @Override
  public void waiting(OutageException outage) {
    if (reason.getAndSet(outage.getMessage()) == null) {
      LOG.atWarn().addKeyValue("reason", outage.getMessage()).log("Waiting for an outage to end");
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
    Thread.ofPlatform().name("outage-probe").daemon().start(this::probe);
  }

  @Override
  public void rewind(String why) {
    reason.set(why);
    if (rewindWanted.compareAndSet(false, true)) {
      LOG.atWarn().addKeyValue("reason", why)
          .log("Leaving the group, which has to be set back to the ledger");
      synchronized (paused) {
        pause.run();
      }
    }
  }

  /** Streams does not outlast brokers that refuse it: the pipeline has to be made anew. */
  private void refused(String why) {
    reason.set(why);
    if (rewindWanted.compareAndSet(false, true)) {
      LOG.atWarn().addKeyValue("reason", why)
          .log("Kafka refuses this client; starting again until it does not");
    }
  }

  @Override
  public void refuse(LedgerFault fault) {
    fail.accept(fault);
    synchronized (paused) {
      pause.run();
    }
  }

  /** Whether the pipeline has to be closed and the group set back to the ledger. */
  public boolean rewindWanted() {
    return rewindWanted.get();
  }

  private void probe() {
    Duration wait = FIRST_PROBE;
    while (!awaitStop(wait)) {
      if (answers.getAsBoolean()) {
        synchronized (paused) {
          paused.set(false);
          resume.run();
        }
        over();
        return;
      }
      Duration twice = wait.multipliedBy(2);
      wait = twice.compareTo(MAX_PROBE) < 0 ? twice : MAX_PROBE;
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
