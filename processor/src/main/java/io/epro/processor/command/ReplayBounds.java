package io.epro.processor.command;

import io.epro.processor.intake.KafkaTopicRecords;
import io.epro.processor.reconcile.TopicRange;
import io.epro.processor.replay.ReplayPlan.Range;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The offsets that {@code --from} and {@code --to} mean: a time, by that of the records in Kafka; an offset,
 * for all partitions; or {@code PARTITION:OFFSET,…}. Always within what the topic holds now.
 */
final class ReplayBounds {
  private ReplayBounds() {}

  /**
   * @param partitions empty for all
   * @throws IllegalArgumentException when one of them is of no known form, or nothing is meant
   */
  static Map<Integer, Range> of(KafkaTopicRecords topic, @Nullable String from,
      @Nullable String to, Set<Integer> partitions) {
    var held = topic.ranges();
    var begins = offsets("--from", from, topic, held, TopicRange::begin);
    var ends = offsets("--to", to, topic, held, TopicRange::end);
    var ranges = new TreeMap<Integer, Range>();
    for (var range : held) {
      int partition = range.partition();
      if (partitions.isEmpty() || partitions.contains(partition)) {
        long first = Math.clamp(begins.getOrDefault(partition, range.begin()), range.begin(),
            range.end());
        long last = Math.clamp(ends.getOrDefault(partition, range.end()), first, range.end());
        ranges.put(partition, new Range(first, last));
      }
    }
    if (ranges.values().stream().allMatch(range -> range.size() == 0)) {
      throw new IllegalArgumentException("the topic holds no record within these bounds");
    }
    return ranges;
  }

  private interface Side { long of(TopicRange range); }

  private static Map<Integer, Long> offsets(String option, @Nullable String text,
      KafkaTopicRecords topic, List<TopicRange> held, Side otherwise) {
    var offsets = new TreeMap<Integer, Long>();
    if (text == null) {
      held.forEach(range -> offsets.put(range.partition(), otherwise.of(range)));
    } else if (text.matches("\\d{1,18}")) {
      held.forEach(range -> offsets.put(range.partition(), Long.valueOf(text)));
    } else if (text.matches("\\d{1,9}:\\d{1,18}(,\\d{1,9}:\\d{1,18})*")) {
      for (var pair : List.of(text.split(",", -1))) {
        int colon = pair.indexOf(':');
        offsets.put(Integer.valueOf(pair.substring(0, colon)),
            Long.valueOf(pair.substring(colon + 1)));
      }
    } else {
      offsets.putAll(topic.offsetsAt(time(option, text)));
    }
    return offsets;
  }

  private static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(option + " is a time like 2026-03-01T00:00:00Z, an offset,"
          + " or PARTITION:OFFSET,…, not \"" + text + "\"", e);
    }
  }
}
