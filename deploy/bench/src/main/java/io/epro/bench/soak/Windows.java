package io.epro.bench.soak;

import io.epro.bench.chart.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Many points made few: one for each of some equal stretches of time. */
enum Windows {
  /** What a stretch looks like in spite of its peaks. */
  MEDIANS(Trend::median, false),
  /**
   * What is left when the collector has been: memory that is used and freed again does not count. Of a
   * stretch in which nothing was freed nothing is known.
   */
  FLOORS(values -> Arrays.stream(values).min().orElseThrow(), true);

  private static final int MOST = 20;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final ToDoubleFunction<double[]> value;
  private final boolean falls;

  Windows(ToDoubleFunction<double[]> value, boolean falls) {
    this.value = value;
    this.falls = falls;
  }

  List<Point> of(List<Point> all) {
    var series = falls ? fallen(all) : all;
    if (series.size() <= MOST) {
      return series;
    }
    double first = series.getFirst().at();
    double width = (series.getLast().at() - first) / MOST;
    var few = new ArrayList<Point>();
    for (int window = 0; window < MOST; window++) {
      double from = first + window * width;
      double to = window == MOST - 1 ? Double.MAX_VALUE : from + width;
      var inside = series.stream().filter(point -> point.at() >= from && point.at() < to)
          .mapToDouble(Point::value).toArray();
      if (inside.length > 0) {
        few.add(new Point(from + width / 2, value.applyAsDouble(inside)));
      }
    }
    return few;
  }

  /** The points that are lower than the one before. */
  private static List<Point> fallen(List<Point> series) {
    return IntStream.range(1, series.size())
        .filter(i -> series.get(i).value() < series.get(i - 1).value())
        .mapToObj(series::get).toList();
  }
}
