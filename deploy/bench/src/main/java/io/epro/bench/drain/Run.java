package io.epro.bench.drain;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Pauses;
import io.epro.bench.measure.Profiles;
import io.epro.local.process.ChildProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One contestant's run, from the moment at which all its processes were at work and the warm-up was over,
 * or its first records visible, until all were committed; what was there at that moment is not counted,
 * nor is the time to start its JVMs.
 *
 * @param records committed between the two moments
 * @param database microseconds for each in which a thread waited for the database; null where the
 *     contestant does not tell
 */
public record Run(String name, long records, double seconds, double perSecond, Cost cost,
    @Nullable Double database, Pauses pauses) {
  private static final Duration COUNTERS_LOOK = Duration.ofSeconds(1);
  private static final Duration BEGIN_LIMIT = Duration.ofMinutes(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

  /** Puts the table back and watches. */
  public static Run of(Contestant contestant, Track track, EarlierRows before)
      throws IOException, SQLException {
    before.prepare();
    var processes = contestant.start();
    try (var table = new ReportTable(track.system().postgres());
        var counters = Counters.of(processes, track.system(), track.data())) {
      return watch(contestant, processes, table, counters, track.warmUp());
    } finally {
      stop(processes);
    }
  }

  /** All at once, so that no partition moves again. */
  public static void stop(List<ChildProcess> processes) {
    processes.forEach(ChildProcess::terminate);
    processes.forEach(process -> process.stop(STOP_LIMIT));
  }

  /** Of processes that were just started; they still run afterwards. */
  public static Run watch(Contestant contestant, List<ChildProcess> processes, ReportTable table,
      Counters counters, long warmUp) throws IOException, SQLException {
    awaitWarm(contestant, processes, table, warmUp);
    var waitedBefore = contestant.databaseTime();
    long before = contestant.progress(table);
    var start = counters.now();
    long nextLook = System.nanoTime();
    while (!contestant.finished(table)) {
      await(contestant, processes, true);
      if (System.nanoTime() - nextLook > 0) {
        counters.look();
        nextLook += COUNTERS_LOOK.toNanos();
      }
    }
    var end = counters.now();
    long records = contestant.progress(table) - before;
    requireMore(contestant, records > 0);
    double seconds = end.secondsSince(start);
    return new Run(contestant.name(), records, seconds, records / seconds,
        Counters.cost(start, end, records),
        waited(waitedBefore, contestant.databaseTime(), records), counters.pauses(start, end));
  }

  /** Of a run that is not measured. Puts the table back, too, and ends the processes before they are done. */
  static String profiled(ProcessorContestant contestant, Track track, EarlierRows before,
      Profiles profiles) throws IOException, SQLException {
    before.prepare();
    var processes = contestant.start();
    try (var table = new ReportTable(track.system().postgres())) {
      awaitWarm(contestant, processes, table, track.warmUp());
      var words = profiles.take(contestant.programs().getFirst().adminUrl(), contestant.name());
      requireMore(contestant, !contestant.finished(table));
      return words;
    } finally {
      stop(processes);
    }
  }

  private static void awaitWarm(Contestant contestant, List<ChildProcess> processes,
      ReportTable table, long warmUp) throws IOException, SQLException {
    long deadline = System.nanoTime() + BEGIN_LIMIT.toNanos();
    while (contestant.progress(table) < Math.max(1, warmUp) || !contestant.allAtWork()) {
      await(contestant, processes, System.nanoTime() < deadline);
      requireMore(contestant, !contestant.finished(table));
    }
  }

  private static void requireMore(Contestant contestant, boolean more) throws IOException {
    if (!more) {
      throw new IOException(contestant.name()
          + " was done before all of it was at work, warm and looked at: more reports are needed");
    }
  }

  private static @Nullable Double waited(Optional<Duration> before, Optional<Duration> after,
      long records) {
    return before.isEmpty() || after.isEmpty() ? null
        : Figures.microsEach(after.get().minus(before.get()), records);
  }

  private static void await(Contestant contestant, List<ChildProcess> processes, boolean inTime)
      throws IOException {
    for (var process : processes) {
      if (!inTime || process.waitFor(contestant.look().dividedBy(processes.size()))
          || Thread.currentThread().isInterrupted()) {
        throw new IOException(contestant.name() + " did not finish: " + process.diagnosis());
      }
    }
  }
}
