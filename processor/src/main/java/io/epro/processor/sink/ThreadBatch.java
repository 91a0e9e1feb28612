package io.epro.processor.sink;

import io.epro.processor.ledger.Cursors;
import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.Position;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batch of one stream thread, shared by all its tasks, and the protocol that keeps it safe.
 *
 * <p><b>The argument.</b> Streams commits an offset only after {@code producer.flush()} on the same
 * thread has returned, and that calls {@link #flush}. So an offset is committed only when (1) its
 * record was written by a flush that succeeded, or (2) it was below the ledger's {@code next_offset}
 * and thus written before. A flush that failed must therefore never be followed by one that succeeds
 * without having written the same records: the batch is <em>poisoned</em>, and every call throws,
 * until all sinks of the thread have closed and Streams reads everything since the last commit again.
 * What is read again and was applied after all is skipped, because the ledger says so.
 *
 * <p>Confined to its stream thread.
 */
public final class ThreadBatch {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadBatch.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);

  private final BatchWriter writer;
  private final Cursors cursors;
  private final Outages outages;
  private final SinkLimits limits;
  private final SinkMetrics metrics;
  private final LongSupplier nanoTime;
  private final Suspicion suspicion;
  private final ErasedPatients erased;
  private final Batch batch;
  private final Set<Integer> open = new HashSet<>();
  private @Nullable String poison;
  private long oldestNanos;

  public ThreadBatch(BatchWriter writer, Cursors cursors, SinkSurroundings around) {
    this.writer = writer;
    this.cursors = cursors;
    this.outages = around.outages();
    this.limits = around.limits();
    this.metrics = around.metrics();
    this.nanoTime = around.nanoTime();
    this.suspicion = new Suspicion(limits.recentIds());
    this.erased = new ErasedPatients(around.erasures());
    this.batch = new Batch(limits.maxBytes(), suspicion, around.errors());
  }

  /**
   * A sink of this thread begins; needs neither database nor broker. It does not throw either: Streams
   * would take that for a fault of ours. A poisoned batch refuses the first record instead.
   */
  public void open(int partition) {
    open.add(partition);
    cursors.forget(partition);
  }

  /**
   * Takes one record in, unless it was applied already, and writes the batch when that fills it.
   *
   * @throws BatchGivenUp when the batch cannot be written
   */
  public void accept(SinkInput input) {
    refuseIfPoisoned();
    long next = next(input.partition(), input.offset());
    if (input.offset() < next) {
      metrics.redelivered();
      return;
    }
    add(input, next);
    if (batch.records() >= limits.maxRecords() || batch.sizeBytes() >= limits.maxBytes()) {
      flush();
    }
  }

  /** Writes the batch if its oldest record has waited for the flush interval. */
  public void flushIfDue() {
    refuseIfPoisoned();
    if (!batch.isEmpty()
        && nanoTime.getAsLong() - oldestNanos >= limits.flushInterval().toNanos()) {
      flush();
    }
  }

  /**
   * Writes what is there. When it returns, everything accepted so far is committed in the database.
   *
   * @throws BatchGivenUp when that did not succeed, now or before
   */
  public void flush() {
    refuseIfPoisoned();
    if (batch.isEmpty()) {
      return;
    }
    long started = nanoTime.getAsLong();
    WriteOutcome outcome = orPoison(() -> untilAnswered(() -> writer.write(batch)));
    switch (outcome) {
      case WriteOutcome.Committed committed -> {
        suspicion.learn(committed.ways());
        metrics.committed(batch, committed, nanoTime.getAsLong() - started);
      }
      case WriteOutcome.AlreadyCommitted _ -> LOG.atInfo()
          .addKeyValue("records", batch.records())
          .log("The reply to a commit was lost; the ledger shows that it was applied");
      case WriteOutcome.Superseded _ ->
        throw giveUp("another instance has taken over a partition of this batch");
      case WriteOutcome.ErasedMeanwhile _ -> {
        erased.outdated();
        throw giveUp("a patient was erased after this batch was begun");
      }
      case WriteOutcome.RolledBack _ ->
        throw giveUp("the ledger went back behind this batch: the database was rolled back");
    }
    batch.clear();
  }

  /** A sink of this thread ends. What it had not written is read again by the next owner. */
  public void close(int partition) {
    open.remove(partition);
    if (open.isEmpty()) {
      batch.clear();
      cursors.forgetAll();
      poison = null;
    } else if (batch.touches(partition)) {
      poison = "partition " + partition + " was closed before its rows were written";
    } else {
      cursors.forget(partition);
    }
  }

  private long next(int partition, long offset) {
    long known = cursors.known(partition, offset);
    return known != Cursors.UNKNOWN ? known : find(partition, offset);
  }

  private long find(int partition, long offset) {
    Position found = orPoison(() -> untilAnswered(() -> cursors.find(partition, offset)));
    return switch (found) {
      case Position.At(long next) -> next;
      case Position.Lost(Hole hole) -> lose(hole);
      case Position.Behind(String reason) -> {
        outages.rewind(reason);
        throw giveUp(reason);
      }
    };
  }

  private void add(SinkInput input, long next) {
    begin();
    try {
      if (erased.include(input)) {
        batch.erase(input, next);
      } else {
        batch.add(input, next);
      }
      cursors.moveTo(input.partition(), input.offset() + 1);
    } catch (RuntimeException | Error e) {
      poison = afterBug(e);
      throw e;
    }
  }

  private long lose(Hole hole) {
    LOG.atError().addKeyValue("partition", hole.partition())
        .addKeyValue("from", hole.from()).addKeyValue("to", hole.to())
        .log("The topic deleted offsets before they were read; the ledger keeps the hole");
    begin();
    return orPoison(() -> {
      batch.lose(hole);
      cursors.moveTo(hole.partition(), hole.to());
      return hole.to();
    });
  }

  /** All of a batch is admitted by one state of the register, which must still be true when it is written. */
  private void begin() {
    if (batch.isEmpty()) {
      orPoison(() -> untilAnswered(() -> {
        erased.renew();
        return true;
      }));
      batch.begin(erased.version());
      oldestNanos = nanoTime.getAsLong();
    }
  }

  private void refuseIfPoisoned() {
    if (poison != null) {
      throw new BatchGivenUp(poison);
    }
  }

  private BatchGivenUp giveUp(String reason) {
    poison = reason;
    LOG.atWarn()
        .addKeyValue("records", batch.records())
        .addKeyValue("reason", reason)
        .log("Giving up a batch; its records will be read again");
    return new BatchGivenUp(reason);
  }

  private static String afterBug(Throwable bug) {
    return "an earlier step failed: " + bug.getClass().getSimpleName();
  }

  /** Anything that throws here, expected or not, leaves the batch unwritten: no way back. */
  private <T> T orPoison(Supplier<T> action) {
    try {
      return action.get();
    } catch (OutageException e) {
      outages.pause(e);
      throw giveUp(String.valueOf(e.getMessage()));
    } catch (LedgerFault e) {
      poison = afterBug(e);
      outages.refuse(e);
      throw giveUp(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      poison = afterBug(e);
      throw e;
    }
  }

  private <T> T untilAnswered(Supplier<T> action) {
    long deadline = nanoTime.getAsLong() + limits.blockLimit().toNanos();
    Duration backoff = FIRST_BACKOFF;
    while (true) {
      try {
        T answer = action.get();
        outages.over();
        return answer;
      } catch (OutageException e) {
        outages.waiting(e);
        boolean late = nanoTime.getAsLong() + backoff.toNanos() >= deadline;
        if (late || outages.awaitStop(backoff)) {
          throw e;
        }
        Duration twice = backoff.multipliedBy(2);
        backoff = twice.compareTo(MAX_BACKOFF) < 0 ? twice : MAX_BACKOFF;
      }
    }
  }
}
