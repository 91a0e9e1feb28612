package io.epro.bench.suite;

import io.epro.bench.measure.Machine;
import java.util.List;

/**
 * One run of the suite, as it is kept.
 *
 * @param at when it began, ISO 8601 to the minute, UTC
 * @param minutes that it took
 * @param commands of its steps, in their order
 */
record SuiteRun(String at, double minutes, Machine machine, List<String> commands,
    List<Series> series) {

  /** Whether absolute figures of both can be compared. */
  boolean onTheSameKindAs(SuiteRun other) {
    return machine.cores() == other.machine.cores() && machine.cpu().equals(other.machine.cpu());
  }
}
