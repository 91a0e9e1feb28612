package io.epro.processor.intake;

import io.epro.processor.sink.BatchGivenUp;
import io.epro.processor.sink.SinkInput;
import io.epro.processor.sink.ThreadBatch;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The last node: puts records into its thread's batch, and has the batch written when it gets old. A
 * batch given up leaves as Streams' {@link TaskMigratedException}: all tasks of the thread close
 * without committing, the thread rejoins at once and reads again. (Kafka's TimeoutException would be
 * swallowed on commit, and its record processed twice.)
 */
final class SinkNode implements Processor<byte[], Object, Void, Void> {
  private static final int LOOKS = 4;

  private final Supplier<ThreadBatch> batchOfThread;
  private final Duration flushInterval;
  private @Nullable ThreadBatch batch;
  private int partition;

  /** @param batchOfThread the batch of the stream thread that calls */
  SinkNode(Supplier<ThreadBatch> batchOfThread, Duration flushInterval) {
    this.batchOfThread = batchOfThread;
    this.flushInterval = flushInterval;
  }

  /** How often the batch's age is looked at, so that it gets little older than it may. */
  static Duration look(Duration flushInterval) {
    return Duration.ofMillis(Math.max(1, flushInterval.toMillis() / LOOKS));
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    ThreadBatch mine = batchOfThread.get();
    partition = context.taskId().partition();
    migrateIfGivenUp(() -> mine.open(partition));
    batch = mine;
    context.schedule(look(flushInterval), PunctuationType.WALL_CLOCK_TIME,
        _ -> migrateIfGivenUp(mine::flushIfDue));
  }

  @Override
  public void process(Record<byte[], Object> record) {
    ThreadBatch mine = batch;
    if (mine == null || !(record.value() instanceof SinkInput input)) {
      throw new IllegalStateException("only sink input comes here, after init");
    }
    migrateIfGivenUp(() -> mine.accept(input));
  }

  @Override
  public void close() {
    if (batch != null) {
      batch.close(partition);
      batch = null;
    }
  }

  static void migrateIfGivenUp(Runnable action) {
    try {
      action.run();
    } catch (BatchGivenUp e) {
      throw new TaskMigratedException("The thread's batch was given up: " + e.getMessage(), e);
    }
  }
}
