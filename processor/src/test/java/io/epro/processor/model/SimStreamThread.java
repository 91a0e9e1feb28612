package io.epro.processor.model;

import java.util.SortedSet;
import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * A stream thread, as {@code StreamThread} of Kafka Streams 4.3.1 under the streams protocol: poll,
 * process, punctuate, commit, and what it does when it is fenced or told to stop. A callback's failure
 * leaves poll() as it is ({@code AsyncKafkaConsumer.processBackgroundEvents}).
 */
final class SimStreamThread {
  private static final long POLL_NANOS = 4_000_000;
  private static final int BUFFERED = 8;

  final String name;
  private final World world;
  private final SimInstance instance;
  private final SimConsumer consumer;
  private final SimTasks tasks;
  private boolean told;
  private boolean dead;
  private int iterations = 1;
  private long lastCommit;

  SimStreamThread(World world, SimInstance instance, String name, SimSink sink) {
    this.world = world;
    this.instance = instance;
    this.name = name;
    consumer = new SimConsumer(world, name);
    tasks = new SimTasks(world, consumer, sink);
  }

  /** StreamThread.shutdown: to PENDING_SHUTDOWN. */
  void stop() {
    told = true;
  }

  boolean dead() {
    return dead;
  }

  SimConsumer consumer() {
    return consumer;
  }

  /** StreamThread.run. */
  void run() {
    boolean clean = false;
    try {
      runLoop();
      clean = true;
    } catch (RuntimeException | Error e) {
      world.unexpected(name, e);
    }
    completeShutdown(clean);
  }

  /** StreamThread.runLoop. */
  private void runLoop() {
    while (!told) {
      try {
        runOnce();
      } catch (TaskMigratedException e) {
        handleTaskMigrated();
      }
    }
  }

  /** StreamThread.handleTaskMigrated. */
  private void handleTaskMigrated() {
    world.story.tell(() -> name + " closes all its tasks dirty and joins anew");
    tasks.handleLostAll();
    world.schedule.point();
    consumer.leave();
  }

  /** StreamThread.runOnceWithoutProcessingThreads. */
  private void runOnce() {
    world.schedule.pass();
    int polled = pollPhase();
    if (told) {
      return;
    }
    int processed;
    do {
      tasks.checkStateUpdater();
      processed = 0;
      if (!instance.gate().streamsPaused()) {
        processed = tasks.process(iterations);
        tasks.punctuate();
      }
      maybeCommit();
      iterations = processed > 0 ? iterations + 1 : 1;
    } while (processed > 0);
    if (polled == 0) {
      world.schedule.sleep(POLL_NANOS);
    }
  }

  /** StreamThread.maybeCommit. */
  private void maybeCommit() {
    if (world.schedule.nanos() - lastCommit >= world.commitIntervalNanos) {
      tasks.commit();
      lastCommit = world.schedule.nanos();
    }
  }

  /** StreamThread.pollPhase: callbacks first, then records. */
  private int pollPhase() {
    if (world.kafkaDown()) {
      return 0;
    }
    rebalance();
    int polled = 0;
    for (SimTask task : tasks.running()) {
      if (task.buffered() < BUFFERED) {
        var records = consumer.fetch(task.partition, world.pollRecords);
        task.fetched(records, consumer.position(task.partition).orElseThrow());
        polled += records.size();
      }
    }
    return polled;
  }

  private void rebalance() {
    SimGroup.Member known = consumer.member();
    SimGroup.Member member = known == null ? consumer.join() : known;
    if (member.expelled()) {
      // DefaultStreamsRebalanceListener.onAllTasksLost
      world.story.tell(() -> name + " learns that it was put out of the group");
      tasks.handleLostAll();
      consumer.fenced();
      return;
    }
    SortedSet<Integer> revoke = world.group.toRevoke(member);
    if (!revoke.isEmpty()) {
      world.story.tell(() -> name + " has to give back partitions " + revoke);
      world.story.mark(Situation.REVOCATION);
      tasks.handleRevocation(revoke);
      consumer.revoked(revoke);
      world.schedule.point();
      world.group.revoked(member, revoke);
    }
    SortedSet<Integer> add = world.group.toAssign(member);
    if (!add.isEmpty() || !revoke.isEmpty()) {
      world.group.assigned(member, add);
      world.story.tell(() -> name + " is given partitions " + add);
      tasks.handleAssignment(world.group.owned(member));
    }
  }

  /** StreamThread.completeShutdown; LEAVE_GROUP, as {@code Pipeline.close} asks for. */
  private void completeShutdown(boolean clean) {
    try {
      tasks.shutdown(clean);
    } catch (RuntimeException e) {
      world.unexpected(name, e);
    }
    world.schedule.point();
    consumer.leave();
    world.story.mark(Situation.SHUTDOWN);
    dead = true;
  }
}
