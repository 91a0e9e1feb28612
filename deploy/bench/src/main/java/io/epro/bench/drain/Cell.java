package io.epro.bench.drain;

import java.util.ArrayList;
import java.util.List;

/**
 * One combination of what is varied.
 *
 * @param hot percent of the backlog that one patient reports
 * @param rowsBefore that the table holds already
 * @param threads of each instance
 */
record Cell(double hot, long rowsBefore, int instances, int threads) {

  /** What may be varied, the values of each in the order they are run in. */
  record Ranges(List<Double> hot, List<Long> rowsBefore, List<Integer> instances,
      List<Integer> threads) {

    /** Every combination that has so many rows before. */
    List<Cell> cells(long rows) {
      var all = new ArrayList<Cell>();
      for (double percent : hot) {
        for (int each : threads) {
          for (int count : instances) {
            all.add(new Cell(percent, rows, count, each));
          }
        }
      }
      return all;
    }
  }

  /** Threads of all instances together; a peer in one process has as many. */
  int lanes() {
    return instances * threads;
  }

  /** The same with one instance, to compare with. */
  Cell alone() {
    return new Cell(hot, rowsBefore, 1, threads);
  }
}
