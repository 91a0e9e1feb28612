package io.epro.bench.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The horizontal one, from 0.
 *
 * @param ticks with their labels, from the left
 * @param marks where a dashed line goes from top to bottom
 */
public record Axis(double length, List<Tick> ticks, List<Double> marks) {
  private static final int TICKS = 6;
  private static final double MINUTE = 60;

  /** @param at place on the axis */
  public record Tick(double at, String label) {}

  /** @param seconds that it is long */
  public static Axis minutes(double seconds, List<Double> marks) {
    var ticks = new ArrayList<Tick>();
    double step = Chart.step(seconds / MINUTE / TICKS);
    for (double minute = 0; minute * MINUTE <= seconds; minute += step) {
      ticks.add(new Tick(minute * MINUTE, Chart.number(minute) + " min"));
    }
    return new Axis(seconds, ticks, marks);
  }

  /** Steps of the same width, each in the middle of its own: the first is at 0.5. */
  public static Axis steps(List<String> labels) {
    var ticks = new ArrayList<Tick>();
    int every = (labels.size() + TICKS - 1) / TICKS;
    // Counted from the end, so that the last one has its label.
    for (int i = labels.size() - 1; i >= 0; i -= Math.max(1, every)) {
      ticks.addFirst(new Tick(i + 0.5, labels.get(i)));
    }
    return new Axis(labels.size(), ticks, List.of());
  }
}
