package io.epro.bench.acks;

import io.epro.bench.load.Seen;
import java.util.Locale;

/**
 * One load on one server.
 *
 * @param percent of the peak before it, as a schedule; 0 for the peak itself, a closed loop
 * @param offered requests a second of the schedule; 0 for a closed loop
 * @param unacknowledged reports in the topic whose client got no 202
 */
record AckRun(String server, int percent, double offered, Seen seen, long unacknowledged) {

  boolean isPeak() {
    return percent == 0;
  }

  /** Whether it is the same thing measured again. */
  boolean repeats(AckRun other) {
    return server.equals(other.server) && percent == other.percent
        && seen.connections() == other.seen.connections() && seen.lines() == other.seen.lines();
  }

  String inWords() {
    return String.format(Locale.ROOT, "  %-14s %5d connections, %3d a request, %s: %,9.0f acks/s",
        server, seen.connections(), seen.lines(),
        isPeak() ? "peak" : percent + " % of it", seen.perSecond());
  }
}
