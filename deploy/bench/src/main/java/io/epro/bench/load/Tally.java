package io.epro.bench.load;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What one thread saw, from its first request to its last answer. Not thread-safe. */
final class Tally {
  static final int ACCEPTED = 202;
  private static final int STATUSES = 600;
  private static final long HIGHEST_MICROS = 120_000_000;

  private final Window window;
  private final Histogram micros = histogram();
  private final Histogram late = histogram();
  private final long[] byStatus = new long[STATUSES];
  private final BitSet acknowledged = new BitSet();
  private long inWindow;
  private long withoutRetryAfter;
  private long lost;
  private long unsent;

  Tally(Window window) {
    this.window = window;
  }

  /**
   * A complete answer.
   *
   * @param now when it came
   * @param counts whether its latency is one of those to measure
   */
  void answered(Connection connection, Requests requests, long now, boolean counts) {
    var answer = connection.answer();
    byStatus[answer.status()]++;
    if (answer.status() == ACCEPTED) {
      accepted(connection.report(), requests);
      if (window.holds(now)) {
        inWindow++;
      }
      if (counts) {
        micros.recordValue(bounded((now - connection.since()) / 1000));
      }
    } else if (answer.retryAfter() < 0) {
      withoutRetryAfter++;
    }
  }

  private void accepted(long first, Requests requests) {
    for (int line = 0; line < requests.lines(); line++) {
      acknowledged.set(Math.toIntExact(first + (long) line * requests.step()));
    }
  }

  /** A request that went out so much after the moment at which it was to. */
  void sentLate(long nanos) {
    late.recordValue(bounded(nanos / 1000));
  }

  /** A request that will not be answered, since its connection broke. */
  void lost() {
    lost++;
  }

  /** A request of the schedule that was never sent, since no connection was free. */
  void unsent() {
    unsent++;
  }

  void add(Tally other) {
    micros.add(other.micros);
    late.add(other.late);
    for (int i = 0; i < STATUSES; i++) {
      byStatus[i] += other.byStatus[i];
    }
    acknowledged.or(other.acknowledged);
    inWindow += other.inWindow;
    withoutRetryAfter += other.withoutRetryAfter;
    lost += other.lost;
    unsent += other.unsent;
  }

  Window window() {
    return window;
  }

  /** Of the accepted requests that count, in microseconds. */
  Histogram micros() {
    return micros;
  }

  /** How much later than planned requests went out, in microseconds. */
  Histogram late() {
    return late;
  }

  /** The numbers of the reports whose answer was 202. */
  BitSet acknowledged() {
    return acknowledged;
  }

  /** Requests whose 202 came within the window. */
  long inWindow() {
    return inWindow;
  }

  long accepted() {
    return byStatus[ACCEPTED];
  }

  /** All answers but 202, by status. */
  Map<Integer, Long> others() {
    var others = new TreeMap<Integer, Long>();
    for (int i = 0; i < STATUSES; i++) {
      if (i != ACCEPTED && byStatus[i] > 0) {
        others.put(i, byStatus[i]);
      }
    }
    return others;
  }

  long withoutRetryAfter() {
    return withoutRetryAfter;
  }

  long requestsLost() {
    return lost;
  }

  long requestsUnsent() {
    return unsent;
  }

  private static long bounded(long value) {
    return Math.clamp(value, 0, HIGHEST_MICROS);
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST_MICROS, 3);
  }
}
