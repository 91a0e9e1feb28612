package io.epro.processor.model;

import io.epro.processor.sink.BatchGivenUp;
import io.epro.processor.sink.SinkInput;
import io.epro.processor.sink.ThreadBatch;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where Streams meets a thread's batch: what {@code SinkNode} does for each task, and
 * {@code BatchFlushingProducer} for the thread. Around production's {@link ThreadBatch}.
 */
final class SimSink {
  private final Wiring wiring;
  private final World world;
  private final String thread;
  private final Supplier<ThreadBatch> batches;
  private final SortedSet<Integer> open = new TreeSet<>();
  private ThreadBatch batch;

  SimSink(World world, String thread, Supplier<ThreadBatch> batches) {
    this.world = world;
    this.wiring = world.wiring;
    this.thread = thread;
    this.batches = batches;
    this.batch = batches.get();
  }

  /** {@code SinkNode.init}. */
  void open(int partition) {
    open.add(partition);
    batch.open(partition);
  }

  /** {@code SinkNode.close}. */
  void close(int partition) {
    open.remove(partition);
    batch.close(partition);
  }

  /** {@code SinkNode.process}. */
  void accept(SinkInput input) {
    if (input.offset() < world.database.tables().next(input.partition())) {
      world.story.mark(Situation.REDELIVERED);
    }
    migrateIfGivenUp(b -> b.accept(input));
  }

  /** The punctuator of {@code SinkNode}. */
  void flushIfDue() {
    migrateIfGivenUp(ThreadBatch::flushIfDue);
  }

  /** {@code BatchFlushingProducer.flush}. */
  void flush() {
    migrateIfGivenUp(ThreadBatch::flush);
  }

  private void migrateIfGivenUp(Consumer<ThreadBatch> action) {
    try {
      action.accept(batch);
    } catch (BatchGivenUp e) {
      world.story.tell(() -> thread + " gives its batch up: " + e.getMessage());
      world.gaveUp(e);
      if (!wiring.keepsFailedBatch) {
        batch = batches.get();
        open.forEach(batch::open);
      }
      throw wiring.givenUp.apply(e);
    }
  }
}
