package io.epro.bench.story;

import io.epro.bench.load.Seen;
import io.epro.bench.measure.Pauses;

/**
 * What was measured of one stage.
 *
 * @param steady what the open-loop clients saw
 * @param storedPerSecond of a burst, from the first row to the last one
 * @param burst what became of that burst
 * @param threads platform threads, at most; {@code waiting} are acknowledged reports not begun, at most
 * @param bytes allocated for each stored report of the steady stream, by all of its JVMs
 * @param lockWait threads that wait for a lock on average, those that are virtual left out: JFR does not see them
 * @param making percent of what is allocated in the steady stream that is the making of rows
 * @param atWork threads in the middle of a report, virtual ones too, at the moment of the kill
 * @param kill what became of a burst through a kill in its middle
 */
record StageFigures(String title, Seen steady, double storedPerSecond, StoredReports.Fates burst,
    double threads, double waiting, long connections, double bytes, Pauses pauses,
    double pauseSeconds, double lockWait, double making, long atWork, StoredReports.Fates kill) {

  /** Pauses for the collector, in each minute. */
  double pausesPerMinute() {
    return 60 * pauses.collections() / pauseSeconds;
  }
}
