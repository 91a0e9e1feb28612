package io.epro.processor.redrive;

import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes rejected records again, some hundred at a time.
 *
 * <p><b>The argument.</b> Each batch is first written down as intended, with where its partitions end, then
 * published in one Kafka transaction, then written down as published. Killed in between, the next run
 * finds what was intended: it shuts the former run out, so that nothing of it can come any more, and looks
 * behind the ends for the marks. What is there is written down, what is not is published. So nothing is
 * published twice for one rejection, nor forgotten. (Were it twice, the pipeline would call it a duplicate:
 * this is for the books to tell what happened.)
 *
 * <p>Not for two at a time: the second shuts the first out.
 */
public final class Redriver {
  /** Second chances of one report, unless somebody says otherwise. */
  public static final int USUAL_CHANCES = 3;
  private static final int BATCH = 500;

  private final Rejections rejections;
  private final RawTopic topic;
  private final int maxChances;
  private final String by;
  private long tooLarge;

  /**
   * @param redriven published again in this run
   * @param resumed of them, those that an earlier run had begun
   * @param exhausted left alone, because their report had all its chances
   * @param tooLarge left alone, because the brokers do not take them
   */
  public record Outcome(long redriven, long resumed, long exhausted, long tooLarge) {}

  /**
   * @param maxChances of one report, over all its rejections
   * @param by who asks, for the record
   */
  public Redriver(Rejections rejections, RawTopic topic, int maxChances, String by) {
    this.rejections = rejections;
    this.topic = topic;
    this.maxChances = maxChances;
    this.by = by;
  }

  /** @param progress told how many were published so far */
  public Outcome run(Selection selection, LongConsumer progress) {
    topic.begin();
    tooLarge = 0;
    long resumed = resume();
    long redriven = resumed;
    long exhausted = 0;
    @Nullable
    Coordinates after = null;
    while (true) {
      progress.accept(redriven);
      var next = rejections.next(selection, after, BATCH);
      if (next.isEmpty()) {
        return new Outcome(redriven, resumed, exhausted, tooLarge);
      }
      after = next.getLast().at();
      var hopeful = next.stream().filter(candidate -> candidate.chances() < maxChances).toList();
      exhausted += next.size() - hopeful.size();
      if (!hopeful.isEmpty()) {
        rejections.intend(hopeful, topic.ends(partitions(hopeful)), by);
        redriven += publish(hopeful);
      }
    }
  }

  /** @return how many the brokers took */
  private long publish(List<Candidate> intended) {
    var offsets = topic.publish(intended);
    rejections.published(offsets, by);
    var refused = intended.stream().map(Candidate::at)
        .filter(at -> !offsets.containsKey(at)).toList();
    if (!refused.isEmpty()) {
      rejections.withdraw(refused);
      tooLarge += refused.size();
    }
    return offsets.size();
  }

  private long resume() {
    var unfinished = rejections.unfinished();
    if (unfinished.isEmpty()) {
      return 0;
    }
    var byMark = new TreeMap<Coordinates, Candidate>();
    var from = new HashMap<Integer, Long>();
    for (var intended : unfinished) {
      var at = intended.candidate().at();
      byMark.put(at, intended.candidate());
      from.merge(at.partition(), intended.notBefore(), Math::min);
    }
    var found = topic.find(byMark.keySet(), from);
    rejections.published(found, by);
    byMark.keySet().removeAll(found.keySet());
    return found.size() + publish(List.copyOf(byMark.values()));
  }

  private static List<Integer> partitions(List<Candidate> candidates) {
    return candidates.stream().map(candidate -> candidate.at().partition()).distinct().toList();
  }
}
