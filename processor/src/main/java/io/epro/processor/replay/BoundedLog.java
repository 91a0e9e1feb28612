package io.epro.processor.replay;

import io.epro.processor.ledger.SourceLog;
import java.util.Map;

/** The topic as a replay sees it: its ranges, and nothing before or behind. */
public final class BoundedLog implements SourceLog {
  private static final ReplayPlan.Range NOTHING = new ReplayPlan.Range(0, 0);

  private final SourceLog log;
  private final Map<Integer, ReplayPlan.Range> ranges;

  public BoundedLog(SourceLog log, ReplayPlan plan) {
    this.log = log;
    this.ranges = plan.ranges();
  }

  @Override
  public long beginning(int partition) {
    var range = ranges.getOrDefault(partition, NOTHING);
    return Math.clamp(log.beginning(partition), range.from(), range.to());
  }

  @Override
  public boolean holdsRecord(int partition, long from, long to) {
    var range = ranges.getOrDefault(partition, NOTHING);
    long first = Math.max(from, range.from());
    long last = Math.min(to, range.to());
    return first < last && log.holdsRecord(partition, first, last);
  }
}
