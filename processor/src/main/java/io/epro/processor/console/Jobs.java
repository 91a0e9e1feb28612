package io.epro.processor.console;

import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was begun in this process' console and takes its time: one at a time, on a thread of its own. Thread-safe.
 * It may end with the process at any moment: each of these can be begun again.
 */
final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  /** The live pipeline closes after this, and its own time to drain must not be eaten up. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final AtomicReference<@Nullable Job> latest = new AtomicReference<>();
  private volatile @Nullable Thread thread;

  Jobs(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param what in words
   * @param doing what the two numbers count
   * @param total 0 where it is not known
   * @param endedAt null while it runs
   * @param outcome in words; null while it runs
   */
  record Job(String what, String by, Instant begunAt, String doing, long done, long total,
      @Nullable Instant endedAt, @Nullable String outcome, boolean failed) {

    private Job at(String now, long so, long of) {
      return new Job(what, by, begunAt, now, so, of, endedAt, outcome, failed);
    }

    private Job ended(Instant at, String how, boolean badly) {
      return new Job(what, by, begunAt, doing, done, total, at, how, badly);
    }
  }

  /**
   * Begins it, unless another runs.
   *
   * @param work tells how far it is, and its outcome in words
   * @return whether it was begun
   */
  synchronized boolean begin(String what, String by, Function<Operations.Watcher, String> work) {
    Job before = latest.get();
    if (before != null && before.endedAt() == null) {
      return false;
    }
    latest.set(new Job(what, by, clock.instant(), "", 0, 0, null, null, false));
    LOG.atInfo().addKeyValue("what", what).addKeyValue("by", by).log("The console begins");
    thread = Thread.ofPlatform().name("console-job").daemon().start(() -> run(work));
    return true;
  }

  Optional<Job> latest() {
    return Optional.ofNullable(latest.get());
  }

  private void run(Function<Operations.Watcher, String> work) {
    try {
      end(work.apply((doing, done, total) -> update(job -> job.at(doing, done, total))), false);
    } catch (OutageException | IllegalArgumentException e) {
      end(String.valueOf(e.getMessage()), true);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("What the console began met a bug");
      end("it met a bug; the log says which", true);
    }
  }

  private void end(String outcome, boolean failed) {
    LOG.atInfo().addKeyValue("failed", failed).log("What the console began has ended");
    update(job -> job.ended(clock.instant(), outcome, failed));
  }

  private void update(Function<Job, Job> change) {
    latest.updateAndGet(job -> job == null ? null : change.apply(job));
  }

  /** Waits some seconds for what was told to stop. */
  void awaitEnd() {
    Thread running = thread;
    try {
      if (running != null && !running.join(PATIENCE)) {
        LOG.atWarn().log("What the console began does not end; it can be begun again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
