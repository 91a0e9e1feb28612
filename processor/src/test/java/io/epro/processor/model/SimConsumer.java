package io.epro.processor.model;

import io.epro.processor.model.SimLog.Entry;
import io.epro.processor.model.SimLog.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A stream thread's main consumer: its membership, its positions, what it fetches and commits. */
final class SimConsumer {
  private final World world;
  private final String thread;
  private final SortedMap<Integer, Long> positions = new TreeMap<>();
  private SimGroup.@Nullable Member member;

  SimConsumer(World world, String thread) {
    this.world = world;
    this.thread = thread;
  }

  SimGroup.@Nullable Member member() {
    return member;
  }

  SimGroup.Member join() {
    SimGroup.Member joined = world.group.join();
    member = joined;
    world.story.tell(() -> thread + " joins the group");
    return joined;
  }

  /** The member was put out of the group, and has been told. */
  void fenced() {
    member = null;
    positions.clear();
  }

  /** unsubscribe, or close with LEAVE_GROUP. */
  void leave() {
    SimGroup.Member now = member;
    if (now != null) {
      world.group.leave(now);
      world.story.tell(() -> thread + " leaves the group");
    }
    fenced();
  }

  void revoked(SortedSet<Integer> partitions) {
    positions.keySet().removeAll(partitions);
  }

  /** Where it would read on; empty where it has not begun. */
  OptionalLong position(int partition) {
    Long position = positions.get(partition);
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }

  /** Goes back to what is committed ({@code StreamThread.resetOffsets} after a revival). */
  void reset(int partition) {
    positions.remove(partition);
  }

  /** One fetch of one partition. */
  List<Fetched> fetch(int partition, int atMost) {
    long position = position(partition).orElseGet(() -> startOf(partition));
    if (position < world.log.beginning(partition)) {
      long first = world.log.beginning(partition);
      world.story.tell(() -> thread + " finds p" + partition + " beginning only at " + first);
    }
    var records = new ArrayList<Fetched>();
    position = world.log.nextRecord(partition, position);
    while (records.size() < atMost && position < world.log.end(partition)
        && world.log.at(partition, position) instanceof Entry.Raw raw) {
      records.add(new Fetched(position, raw));
      position = world.log.nextRecord(partition, position + 1);
    }
    positions.put(partition, position);
    return records;
  }

  private long startOf(int partition) {
    long committed = world.group.committed(partition);
    long start = committed < 0 ? world.log.beginning(partition) : committed;
    world.story.tell(() -> thread + " begins to read p" + partition + " at " + start);
    return start;
  }

  /**
   * KafkaConsumer.commitSync.
   *
   * @throws TimeoutException when no answer came; it may have been done all the same
   */
  void commit(SortedMap<Integer, Long> offsets) {
    world.schedule.point();
    boolean applied = !world.kafkaDown();
    boolean answered = applied && !world.faults.strikes(Situation.COMMIT_TIMED_OUT, 20);
    SimGroup.Member now = member;
    if (now != null && (answered || world.choices.oneIn(2)) && applied) {
      commit(now, offsets);
    }
    world.schedule.point();
    if (!answered) {
      world.story.mark(Situation.COMMIT_TIMED_OUT);
      world.story.tell(() -> thread + " hears nothing of its commit");
      throw new TimeoutException("no answer to a commit of offsets");
    }
  }

  private void commit(SimGroup.Member now, SortedMap<Integer, Long> offsets) {
    if (now.expelled()) {
      world.story.mark(Situation.FENCED_COMMIT);
    }
    world.story.tellNews(thread + "-offsets", () -> thread + " commits offsets " + offsets);
    world.group.commit(now, offsets);
  }
}
