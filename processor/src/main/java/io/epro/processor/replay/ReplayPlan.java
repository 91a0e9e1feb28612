package io.epro.processor.replay;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is run again.
 *
 * @param topicId of the topic that its offsets are of
 * @param ranges by partition; partitions that are not named are left out
 * @param patients whose reports; empty for all
 * @param by who asked for it
 */
public record ReplayPlan(ReplayName name, String topicId, Map<Integer, Range> ranges,
    Set<String> patients, Instant begunAt, String by) {

  public ReplayPlan {
    ranges = Map.copyOf(ranges);
    patients = Set.copyOf(patients);
  }

  /** Offsets from {@code from} to before {@code to}. */
  public record Range(long from, long to) {
    public long size() {
      return Math.max(0, to - from);
    }
  }

  public long offsets() {
    return ranges.values().stream().mapToLong(Range::size).sum();
  }

  /** How many of them are done, by where its ledger stands. */
  public long done(Map<Integer, Long> next) {
    long done = 0;
    for (var entry : ranges.entrySet()) {
      var range = entry.getValue();
      long at = next.getOrDefault(entry.getKey(), range.from());
      done += Math.clamp(at - range.from(), 0, range.size());
    }
    return done;
  }

  @Override
  public String toString() {
    return "ReplayPlan[" + name + "]";
  }
}
