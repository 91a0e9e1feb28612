package io.epro.processor.model;

import io.epro.processor.model.SimLog.Fetched;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * A task of one partition, as {@code StreamTask} of Kafka Streams 4.3.1. Tasks without a state store
 * have nothing to restore, so RESTORING passes at once.
 */
final class SimTask implements Comparable<SimTask> {
  enum State {
    CREATED, RUNNING, SUSPENDED, CLOSED
  }

  private static final long UNKNOWN = -1;

  final int partition;
  private final SimSink sink;
  private final World world;
  private final Deque<Fetched> queue = new ArrayDeque<>();
  private State state = State.CREATED;
  private boolean commitNeeded;
  /** StreamTask.consumedOffsets; never cleared, not even by revive(). */
  private long consumed = UNKNOWN;
  /** StreamTask.nextOffsetsAndMetadataToBeConsumed: the consumer's position after its last poll. */
  private long nextOffset = UNKNOWN;
  /** StreamTask.record: taken off the queue and not done, after a TimeoutException. */
  private @Nullable Fetched record;
  private long nextPunctuation;

  SimTask(int partition, SimSink sink, World world) {
    this.partition = partition;
    this.sink = sink;
    this.world = world;
  }

  State state() {
    return state;
  }

  /** StreamTask.completeRestoration: initializeTopology, to RUNNING. */
  void completeRestoration() {
    sink.open(partition);
    nextPunctuation = world.schedule.nanos() + World.FLUSH_INTERVAL.toNanos();
    state = State.RUNNING;
  }

  /** StreamTask.addRecords and updateNextOffsets. */
  void fetched(Iterable<Fetched> records, long position) {
    records.forEach(queue::add);
    nextOffset = position;
  }

  int buffered() {
    return queue.size();
  }

  /** StreamTask.process. @return whether there was a record */
  boolean process() {
    if (record == null) {
      record = queue.poll();
    }
    Fetched now = record;
    if (state != State.RUNNING || now == null) {
      return false;
    }
    try {
      sink.accept(now.raw().input());
      consumed = now.offset();
      commitNeeded = true;
      record = null;
    } catch (TimeoutException e) {
      throw e;
    } catch (StreamsException e) {
      record = null;
      throw e;
    }
    return true;
  }

  /** StreamTask.maybePunctuateSystemTime. */
  void maybePunctuate() {
    if (state == State.RUNNING && world.schedule.nanos() >= nextPunctuation) {
      nextPunctuation = world.schedule.nanos() + World.FLUSH_INTERVAL.toNanos();
      sink.flushIfDue();
      commitNeeded = true;
    }
  }

  /** StreamTask.commitNeeded: also when the position has moved past markers. */
  boolean commitNeeded(OptionalLong position) {
    if (!commitNeeded && consumed != UNKNOWN && position.isPresent()
        && position.getAsLong() > consumed + 1) {
      commitNeeded = true;
      consumed = position.getAsLong() - 1;
    }
    return commitNeeded;
  }

  /** StreamTask.prepareCommit. @return the offset to commit, if any */
  OptionalLong prepareCommit(boolean clean) {
    if (state == State.CLOSED) {
      throw new IllegalStateException("a closed task cannot be committed");
    }
    if (!commitNeeded) {
      return OptionalLong.empty();
    }
    if (world.wiring.flushesBeforeCommit) {
      sink.flush();
    }
    return clean ? committableOffset() : OptionalLong.empty();
  }

  /** StreamTask.committableOffsetsAndMetadata and findOffsetAndMetadata. */
  private OptionalLong committableOffset() {
    if (state == State.CREATED || consumed == UNKNOWN) {
      return OptionalLong.empty();
    }
    Fetched head = queue.peek();
    return OptionalLong.of(head != null ? head.offset() : nextOffset);
  }

  /** StreamTask.postCommit and clearCommitStatuses. */
  void postCommit() {
    commitNeeded = false;
  }

  /** StreamTask.suspend: closeTopology, partitionGroup.clear. */
  void suspend() {
    if (state == State.RUNNING) {
      sink.close(partition);
      queue.clear();
    }
    if (state != State.CLOSED) {
      state = State.SUSPENDED;
    }
  }

  /** StreamTask.resume, to RESTORING, which is CREATED here. */
  void resume() {
    if (state == State.SUSPENDED) {
      state = State.CREATED;
    }
  }

  /** StreamTask.closeClean, whose validateClean refuses what was not committed. */
  void closeClean() {
    if (commitNeeded) {
      throw new org.apache.kafka.streams.errors.TaskMigratedException(
          "Tried to close dirty task as clean");
    }
    close();
    world.story.mark(Situation.CLEAN_CLOSE);
  }

  /** StreamTask.closeDirty. */
  void closeDirty() {
    commitNeeded = false;
    close();
    world.story.mark(Situation.DIRTY_CLOSE);
  }

  private void close() {
    if (state != State.SUSPENDED && state != State.CLOSED) {
      throw new IllegalStateException("a task is suspended before it is closed");
    }
    record = null;
    state = State.CLOSED;
  }

  /** AbstractTask.revive. */
  void revive() {
    state = State.CREATED;
  }

  @Override
  public int compareTo(SimTask other) {
    return Integer.compare(partition, other.partition);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return partition;
  }
}
