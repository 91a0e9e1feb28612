package io.epro.bench.latency;

import io.epro.bench.drain.Cost;
import io.epro.bench.measure.Pauses;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;

/**
 * One share of the capacity. Latencies are those of the window; all else is from the first report of the
 * share until the last one was visible.
 *
 * @param percent of the capacity
 * @param offered reports a second
 * @param reports that have a latency
 * @param lateP99 milliseconds by which reports were published after their moment: the driver's own share
 * @param behind reports that were not visible at the end of the window
 * @param driver CPU microseconds of this process for each report
 * @param busy share of all cores that the processors, the servers and the driver took together
 * @param ownMeanMillis the mean that the processors tell themselves, to compare with
 */
record LatencyRun(int percent, double offered, long reports, Latency latency, double lateP99,
    long behind, Cost cost, double driver, double busy, double ownMeanMillis, Pauses pauses,
    List<Bucket> histogram) {

  /** In milliseconds. */
  record Latency(double mean, double p50, double p90, double p99, double p999, double max) {
    static Latency of(Histogram micros) {
      return new Latency(micros.getMean() / 1e3, at(micros, 50), at(micros, 90), at(micros, 99),
          at(micros, 99.9), micros.getMaxValue() / 1e3);
    }
  }

  /**
   * Of the histogram.
   *
   * @param upToMillis the highest latency in it
   */
  record Bucket(double upToMillis, long reports) {
    /** A fifth wider each, from a millisecond on. */
    static List<Bucket> of(Histogram micros) {
      return StreamSupport.stream(micros.logarithmicBucketValues(1000, 1.2).spliterator(), false)
          .filter(value -> value.getCountAddedInThisIterationStep() > 0)
          .map(value -> new Bucket(value.getValueIteratedTo() / 1e3,
              value.getCountAddedInThisIterationStep()))
          .toList();
    }
  }

  String inWords() {
    return String.format(Locale.ROOT,
        "  %3d %% %,8.0f reports/s: p50 %.1f ms, p99 %.1f ms, max %.1f ms", percent, offered,
        latency.p50(), latency.p99(), latency.max());
  }

  static double at(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }
}
