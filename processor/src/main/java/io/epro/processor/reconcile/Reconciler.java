package io.epro.processor.reconcile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds a snapshot of the database against the topic. */
public final class Reconciler {
  private final TopicRecords topic;
  private final Snapshot snapshot;
  private final List<TopicRange> awaited;

  /** How far it has come. */
  @FunctionalInterface
  public interface Progress { void at(long records, long ofOffsets); }

  /**
   * @param snapshot taken before, so that the topic is never behind it
   * @param awaited what has to be processed by then; may be empty
   */
  public Reconciler(TopicRecords topic, Snapshot snapshot, List<TopicRange> awaited) {
    this.topic = topic;
    this.snapshot = snapshot;
    this.awaited = List.copyOf(awaited);
  }

  /**
   * How many of these offsets are not processed yet; none where no record lies among them.
   *
   * @param account null where nothing is
   */
  public static long waiting(TopicRecords topic, TopicRange offsets, @Nullable Account account) {
    long next = account == null ? offsets.begin() : Math.max(offsets.begin(), account.next());
    return next < offsets.end() && topic.holdsRecord(offsets.partition(), next, offsets.end())
        ? offsets.end() - next : 0;
  }

  /** Compares numbers: as fast as Postgres counts rows. */
  public Reconciliation count() {
    return reconciliation(partitions(), null);
  }

  /**
   * Compares numbers, then every record with its row or rejection: as fast as the topic is read and the
   * table sorted.
   */
  public Reconciliation recordByRecord(Progress progress) {
    var partitions = partitions();
    return reconciliation(partitions,
        new RecordByRecord(topic, snapshot, progress).compare(partitions));
  }

  private Reconciliation reconciliation(List<PartitionBooks> partitions,
      @Nullable Compared compared) {
    return new Reconciliation(topic.topicId(), partitions, stillWaiting(),
        snapshot.rejectionsByCode(), compared);
  }

  private List<Problem> stillWaiting() {
    var accounts = snapshot.accounts();
    var problems = new ArrayList<Problem>();
    for (var range : awaited) {
      long waiting = waiting(topic, range, accounts.get(range.partition()));
      if (waiting > 0) {
        problems.add(new Problem(ProblemKind.STILL_WAITING, range.partition(),
            waiting + " offsets were waited for and are not processed"));
      }
    }
    return problems;
  }

  private List<PartitionBooks> partitions() {
    Map<Integer, Account> accounts = snapshot.accounts();
    Map<Integer, Long> lost = snapshot.lost();
    Map<Integer, Long> others = snapshot.storedByOthers();
    Map<Integer, Long> reports = snapshot.reports();
    Map<Integer, Long> rejections = snapshot.rejections();
    var ranges = new TreeMap<Integer, TopicRange>();
    topic.ranges().forEach(range -> ranges.put(range.partition(), range));
    var known = new HashSet<>(accounts.keySet());
    known.addAll(reports.keySet());
    known.addAll(others.keySet());
    // The books may know partitions that the topic has no more.
    known.forEach(partition -> ranges.computeIfAbsent(partition, it -> new TopicRange(it, 0, 0)));
    return ranges.values().stream().map(range -> {
      int partition = range.partition();
      var account = accounts.get(partition);
      return new PartitionBooks(range, account, waiting(topic, range, account),
          lost.getOrDefault(partition, 0L),
          others.getOrDefault(partition, 0L), reports.getOrDefault(partition, 0L),
          rejections.getOrDefault(partition, 0L));
    }).toList();
  }
}
