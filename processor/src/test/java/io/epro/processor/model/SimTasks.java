package io.epro.processor.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one stream thread, as {@code TaskManager} and {@code TaskExecutor} of Kafka Streams
 * 4.3.1 keep them under at-least-once, without named topologies, standby tasks and the processing
 * threads. Methods are named after theirs.
 */
final class SimTasks {
  private final World world;
  private final SimConsumer consumer;
  private final SimSink sink;
  private final SortedMap<Integer, SimTask> tasks = new TreeMap<>();

  SimTasks(World world, SimConsumer consumer, SimSink sink) {
    this.world = world;
    this.consumer = consumer;
    this.sink = sink;
  }

  List<SimTask> all() {
    return List.copyOf(tasks.values());
  }

  List<SimTask> running() {
    var running = new ArrayList<SimTask>(tasks.size());
    for (SimTask task : tasks.values()) {
      if (task.state() == SimTask.State.RUNNING) {
        running.add(task);
      }
    }
    return running;
  }

  /** TaskManager.checkStateUpdater: what is new or resumed begins. */
  void checkStateUpdater() {
    for (SimTask task : all()) {
      if (task.state() == SimTask.State.CREATED) {
        task.completeRestoration();
      }
    }
  }

  /** TaskExecutor.process and processTask: a TimeoutException is swallowed, and retried later. */
  int process(int atMostEach) {
    int processed = 0;
    for (SimTask task : running()) {
      try {
        for (int i = 0; i < atMostEach && task.process(); i++) {
          processed++;
          world.schedule.point();
        }
      } catch (TimeoutException e) {
        world.story.tell(() -> "  Streams swallows it and goes on with the next task");
      }
    }
    return processed;
  }

  /** TaskExecutor.punctuate. */
  void punctuate() {
    running().forEach(SimTask::maybePunctuate);
  }

  /** TaskManager.commit: a TimeoutException is swallowed, and retried with the next commit. */
  void commit() {
    try {
      commitTasksAndMaybeUpdateCommittableOffsets();
    } catch (TimeoutException e) {
      world.story.tell(() -> "  Streams swallows it and commits again later");
    }
  }

  /** Of TaskExecutor. */
  private void commitTasksAndMaybeUpdateCommittableOffsets() {
    List<SimTask> toCommit = running();
    var offsets = new TreeMap<SimTask, Long>();
    for (SimTask task : toCommit) {
      if (commitNeeded(task)) {
        task.prepareCommit(true).ifPresent(offset -> offsets.put(task, offset));
      }
    }
    commitOffsets(offsets);
    for (SimTask task : toCommit) {
      if (commitNeeded(task)) {
        task.postCommit();
      }
    }
  }

  private boolean commitNeeded(SimTask task) {
    return task.commitNeeded(consumer.position(task.partition));
  }

  /** TaskExecutor.commitOffsetsOrTransaction. */
  private void commitOffsets(SortedMap<SimTask, Long> ofTasks) {
    if (ofTasks.isEmpty()) {
      return;
    }
    var offsets = new TreeMap<Integer, Long>();
    ofTasks.forEach((task, offset) -> offsets.put(task.partition, offset));
    try {
      consumer.commit(offsets);
    } catch (CommitFailedException e) {
      throw new TaskMigratedException("Consumer committing offsets failed", e);
    }
    if (!world.wiring.flushesBeforeCommit) {
      sink.flush();
    }
  }

  /** TaskManager.handleRevocation. */
  void handleRevocation(SortedSet<Integer> partitions) {
    var revoked = new ArrayList<SimTask>();
    var others = new ArrayList<SimTask>();
    boolean revokedNeedCommit = false;
    for (SimTask task : running()) {
      if (partitions.contains(task.partition)) {
        revoked.add(task);
        revokedNeedCommit |= commitNeeded(task);
      } else if (commitNeeded(task)) {
        others.add(task);
      }
    }
    var offsets = new TreeMap<SimTask, Long>();
    if (revokedNeedCommit) {
      // prepareCommitAndAddOffsetsToMap: what it throws leaves handleRevocation at once.
      prepareCommit(revoked, offsets);
      prepareCommit(others, offsets);
    }
    var dirty = new TreeSet<SimTask>();
    RuntimeException first = null;
    try {
      commitOffsets(offsets);
    } catch (TimeoutException e) {
      world.story.mark(Situation.REVOCATION_UNCOMMITTED);
      dirty.addAll(offsets.keySet());
      closeDirtyAndRevive(dirty);
    } catch (RuntimeException e) {
      first = e;
      dirty.addAll(offsets.keySet());
    }
    revoked.stream().filter(task -> !dirty.contains(task)).forEach(SimTask::postCommit);
    if (revokedNeedCommit) {
      others.stream().filter(task -> !dirty.contains(task)).forEach(SimTask::postCommit);
    }
    revoked.forEach(SimTask::suspend);
    if (first != null) {
      throw first;
    }
  }

  private static void prepareCommit(Collection<SimTask> tasks, SortedMap<SimTask, Long> offsets) {
    for (SimTask task : tasks) {
      try {
        task.prepareCommit(true).ifPresent(offset -> offsets.put(task, offset));
      } catch (StreamsException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new StreamsException(e);
      }
    }
  }

  private void closeDirtyAndRevive(Collection<SimTask> dirty) {
    for (SimTask task : dirty) {
      closeDirty(task);
      consumer.reset(task.partition);
      task.revive();
    }
  }

  /** TaskManager.handleAssignment: closes what is not ours any more, makes or resumes what is. */
  void handleAssignment(Collection<Integer> partitions) {
    RuntimeException first = null;
    for (SimTask task : all()) {
      if (partitions.contains(task.partition)) {
        task.resume();
      } else {
        RuntimeException thrown = closeAndRecycle(task);
        first = first == null ? thrown : first;
      }
    }
    if (first != null) {
      throw first;
    }
    for (int partition : partitions) {
      tasks.computeIfAbsent(partition, p -> new SimTask(p, sink, world));
    }
  }

  /** TaskManager.closeAndRecycleTasks, of one task. */
  private @Nullable RuntimeException closeAndRecycle(SimTask task) {
    RuntimeException thrown = null;
    boolean clean = false;
    try {
      if (task.state() == SimTask.State.CREATED) {
        task.suspend();
      }
      clean = task.prepareCommit(true).isEmpty();
      if (clean) {
        task.closeClean();
      }
    } catch (RuntimeException e) {
      thrown = e;
      clean = false;
    }
    if (!clean && task.state() != SimTask.State.CLOSED) {
      closeDirty(task);
    }
    tasks.remove(task.partition);
    return thrown;
  }

  /** TaskManager.handleLostAll. */
  void handleLostAll() {
    world.story.mark(Situation.LOST_ALL);
    for (SimTask task : all()) {
      closeDirty(task);
      tasks.remove(task.partition);
    }
  }

  /** TaskManager.closeTaskDirty: flushes too, and swallows what comes of it. */
  private void closeDirty(SimTask task) {
    try {
      task.prepareCommit(false);
    } catch (StreamsException | TimeoutException e) {
      world.story.tell(() -> "  Streams swallows it, since it closes a task dirty");
    }
    task.suspend();
    task.closeDirty();
  }

  /** TaskManager.shutdown, closeAndCleanUpTasks, tryCloseCleanActiveTasks. */
  void shutdown(boolean clean) {
    var dirty = new TreeSet<SimTask>(tasks.values());
    if (clean) {
      dirty.removeAll(closeClean());
    }
    dirty.forEach(this::closeDirty);
    tasks.clear();
  }

  /** Commits and closes all it can. @return those */
  private Collection<SimTask> closeClean() {
    var offsets = new TreeMap<SimTask, Long>();
    var prepared = new TreeSet<SimTask>();
    for (SimTask task : all()) {
      try {
        OptionalLong offset = task.prepareCommit(true);
        offset.ifPresent(o -> offsets.put(task, o));
        prepared.add(task);
      } catch (StreamsException | TimeoutException e) {
        world.story.tell(() -> "  Streams closes p" + task.partition + " dirty");
      }
    }
    var clean = new TreeSet<SimTask>(prepared);
    try {
      commitOffsets(offsets);
    } catch (StreamsException | TimeoutException e) {
      clean.clear();
    }
    all().forEach(SimTask::postCommit);
    for (SimTask task : clean) {
      task.suspend();
      task.closeClean();
    }
    return clean;
  }
}
