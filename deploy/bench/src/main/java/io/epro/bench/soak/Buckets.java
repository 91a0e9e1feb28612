package io.epro.bench.soak;

import io.epro.bench.measure.Scrape;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A Prometheus histogram: how many were up to each bound, in seconds. The last bound is infinite.
 *
 * @param upTo cumulative
 */
record Buckets(NavigableMap<Double, Double> upTo) {
  private static final Pattern BOUND = Pattern.compile("[{,]le=\"([^\"]+)\"");

  static Buckets none() {
    return new Buckets(new TreeMap<>());
  }

  /** @param metric without {@code _bucket} */
  static Buckets of(Scrape scrape, String metric) {
    var buckets = none();
    for (var line : scrape.lines()) {
      var bound = BOUND.matcher(line);
      if (line.startsWith(metric + "_bucket{") && bound.find()) {
        double seconds = bound.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY
            : Double.parseDouble(bound.group(1));
        buckets.upTo.merge(seconds, Scrape.value(line), Double::sum);
      }
    }
    return buckets;
  }

  Buckets plus(Buckets other) {
    var sum = new TreeMap<>(upTo);
    other.upTo.forEach((bound, count) -> sum.merge(bound, count, Double::sum));
    return new Buckets(sum);
  }

  /** What came since then, in the same process. */
  Buckets since(Buckets before) {
    var since = new TreeMap<>(upTo);
    before.upTo.forEach((bound, count) -> since.merge(bound, -count, Double::sum));
    return new Buckets(since);
  }

  double count() {
    return upTo.isEmpty() ? 0 : upTo.lastEntry().getValue();
  }

  /**
   * In seconds, as if all in a bucket were spread evenly; beyond the last finite bound that bound. Absent
   * where nothing came.
   */
  OptionalDouble percentile(double share) {
    double wanted = share * count();
    double bound = 0;
    double below = 0;
    for (var bucket : upTo.entrySet()) {
      double count = bucket.getValue();
      if (count > 0 && count >= wanted) {
        return OptionalDouble.of(bucket.getKey().isInfinite() ? bound
            : bound + (bucket.getKey() - bound) * (wanted - below) / (count - below));
      }
      bound = bucket.getKey();
      below = count;
    }
    return OptionalDouble.empty();
  }
}
