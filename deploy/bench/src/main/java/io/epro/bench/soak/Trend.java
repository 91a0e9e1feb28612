package io.epro.bench.soak;

import io.epro.bench.chart.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a series is heading. The slope is Theil's and Sen's: the median of the slopes between all pairs of
 * points, which outliers do not move. Whether it is more than chance is Mann's and Kendall's test, with ties
 * (Hipel and McLeod, Time Series Modelling of Water Resources, 23.3.2). A series whose points depend on
 * those before passes that test too easily, so a rise must also be a large one: see {@link Tolerance}.
 *
 * @param level the median
 * @param growth by the slope, from the first point to the last
 * @param z of the test: normally distributed where there is no trend
 */
record Trend(int points, double level, double growth, double z) {
  /** With fewer even a series that only rises could be chance. */
  static final int FEWEST = 6;
  /** One-sided, at 99 %. */
  private static final double SIGNIFICANT = 2.326;

  static Trend of(List<Point> series) {
    if (series.size() < 2) {
      return new Trend(series.size(), 0, 0, 0);
    }
    var slopes = new ArrayList<Double>();
    int score = 0;
    for (int i = 0; i < series.size(); i++) {
      for (int j = i + 1; j < series.size(); j++) {
        double rise = series.get(j).value() - series.get(i).value();
        slopes.add(rise / (series.get(j).at() - series.get(i).at()));
        score += (int) Math.signum(rise);
      }
    }
    double span = series.getLast().at() - series.getFirst().at();
    double level = median(series.stream().mapToDouble(Point::value).toArray());
    double growth = median(slopes.stream().mapToDouble(Double::doubleValue).toArray()) * span;
    return new Trend(series.size(), level, growth, z(score, series));
  }

  boolean judged() {
    return points >= FEWEST;
  }

  boolean rises(Tolerance tolerance) {
    return judged() && z > SIGNIFICANT && growth > tolerance.at(level);
  }

  String inWords(String unit) {
    return judged() ? String.format(Locale.ROOT, "%+.1f %s on %.1f", growth, unit, level)
        : "too short: " + points + " points";
  }

  private static double z(int score, List<Point> series) {
    double n = series.size();
    double variance = n * (n - 1) * (2 * n + 5);
    var ties = series.stream().collect(Collectors.groupingBy(Point::value, Collectors.counting()));
    for (long t : ties.values()) {
      variance -= t * (t - 1.0) * (2 * t + 5);
    }
    return variance <= 0 ? 0 : (score - Math.signum(score)) / Math.sqrt(variance / 18);
  }

  static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
