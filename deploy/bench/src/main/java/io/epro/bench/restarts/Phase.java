package io.epro.bench.restarts;

import io.epro.bench.measure.Figures;
import java.time.Duration;
import java.util.List;

/**
 * What was seen while one thing was done to the group, until every partition moved and no more waited than
 * before.
 *
 * @param pauses each partition's longest pause, in seconds, shortest first
 * @param rebalances how often any instance went over to a new assignment
 * @param exits seconds from SIGTERM to the end of each process; none of one that was killed
 * @param starts seconds from each start to ready
 */
record Phase(String what, List<Double> pauses, long rebalances, List<Double> exits,
    List<Double> starts) {

  double longest() {
    return pauses.getLast();
  }

  double median() {
    return Figures.median(pauses, pause -> pause);
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
