package io.epro.bench.latency;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What an observer saw: that all offsets of a partition below some offset were visible, and when. Written
 * by one thread; read by another one when that has ended.
 */
final class Sightings {
  static final long HIGHEST_MICROS = 3_600_000_000L;

  private final List<List<Sighting>> partitions = new ArrayList<>();

  /** @param next the first offset that was not visible */
  private record Sighting(long next, long nanos) {}

  Sightings(int count) {
    for (int partition = 0; partition < count; partition++) {
      partitions.add(new ArrayList<>());
    }
  }

  /**
   * At one look; without what was seen before.
   *
   * @param nanos as {@link System#nanoTime()}, when the answer had come
   */
  void saw(int partition, long next, long nanos) {
    var seen = partitions.get(partition);
    if (seen.isEmpty() || seen.getLast().next() < next) {
      seen.add(new Sighting(next, nanos));
    }
  }

  /**
   * From its acceptance to the first look that saw it, of every report accepted within the window, in
   * microseconds.
   *
   * @param from and {@code to}, as {@link System#nanoTime()}
   * @throws IllegalStateException when one of them was never seen
   */
  Histogram latencies(Arrivals arrivals, long from, long to) {
    var micros = new Histogram(HIGHEST_MICROS, 3);
    for (int partition = 0; partition < partitions.size(); partition++) {
      var seen = partitions.get(partition).iterator();
      var look = new Sighting(Long.MIN_VALUE, 0);
      for (long offset = arrivals.firstOffset(partition); offset < arrivals
          .nextOffset(partition); offset++) {
        while (look.next() <= offset) {
          if (!seen.hasNext()) {
            throw new IllegalStateException("a report was never visible: no figure");
          }
          look = seen.next();
        }
        long accepted = arrivals.at(partition, offset);
        if (accepted - from >= 0 && accepted - to < 0) {
          micros.recordValue(Math.clamp((look.nanos() - accepted) / 1000, 0, HIGHEST_MICROS));
        }
      }
    }
    return micros;
  }

  /** How many reports accepted before that moment were not seen by then. */
  long behind(Arrivals arrivals, long moment) {
    long behind = 0;
    for (int partition = 0; partition < partitions.size(); partition++) {
      long next = arrivals.firstOffset(partition);
      for (var sighting : partitions.get(partition)) {
        if (sighting.nanos() - moment <= 0) {
          next = Math.max(next, sighting.next());
        }
      }
      for (long offset = next; offset < arrivals.nextOffset(partition); offset++) {
        if (arrivals.at(partition, offset) - moment < 0) {
          behind++;
        }
      }
    }
    return behind;
  }
}
