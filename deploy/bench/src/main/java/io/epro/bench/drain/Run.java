package io.epro.bench.drain;

import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.Figures;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.ChildProcess;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One contestant's run, from the moment at which its first rows were visible until all were committed;
 * what was there at that moment is not counted, nor is the time to start its JVM.
 *
 * @param rows committed between the two moments
 * @param own CPU microseconds of the contestant's process a row; {@code postgres} and {@code broker}
 *     are those of the servers
 * @param jvm the part of {@code own} that compiling and collecting took: compiling is paid once
 */
public record Run(String name, long rows, double seconds, double perSecond, double own, double jvm,
    double postgres, double broker) {
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration FIRST_ROWS_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

  /** Empties the table, restarts Postgres so that all begin alike, and watches. */
  public static Run of(Contestant contestant, LocalSystem system)
      throws IOException, SQLException {
    try (var table = new ReportTable(system.postgres())) {
      table.empty();
    }
    system.postgres().stop();
    system.postgres().start();
    try (var table = new ReportTable(system.postgres())) {
      var process = contestant.start();
      try {
        return watch(contestant, process, table, system);
      } finally {
        process.stop(STOP_LIMIT);
      }
    }
  }

  private static Run watch(Contestant contestant, ChildProcess process, ReportTable table,
      LocalSystem system) throws IOException, SQLException {
    long deadline = System.nanoTime() + FIRST_ROWS_LIMIT.toNanos();
    long before = contestant.progress(table);
    while (before == 0) {
      await(contestant, process, System.nanoTime() < deadline);
      before = contestant.progress(table);
    }
    var start = Moment.now(process, system.postgres(), system);
    while (!contestant.finished(table)) {
      await(contestant, process, true);
    }
    var end = Moment.now(process, system.postgres(), system);
    return between(contestant.name(), start, end, contestant.progress(table) - before);
  }

  private static void await(Contestant contestant, ChildProcess process, boolean inTime)
      throws IOException {
    if (!inTime || process.waitFor(LOOK) || Thread.currentThread().isInterrupted()) {
      throw new IOException(contestant.name() + " did not finish: " + process.diagnosis());
    }
  }

  private static Run between(String name, Moment start, Moment end, long rows) {
    double seconds = (end.nanos - start.nanos) / 1e9;
    return new Run(name, rows, seconds, rows / seconds,
        Figures.microsEach(end.own.minus(start.own), rows),
        Figures.microsEach(end.jvm.minus(start.jvm), rows),
        Figures.microsEach(end.postgres.minus(start.postgres), rows),
        Figures.microsEach(end.broker.minus(start.broker), rows));
  }

  private record Moment(long nanos, Duration own, Duration jvm, Duration postgres,
      Duration broker) {
    static Moment now(ChildProcess process, LocalPostgres postgres, LocalSystem system)
        throws IOException {
      return new Moment(System.nanoTime(), CpuTime.of(process.pid()),
          CpuTime.ofJvm(process.pid()), CpuTime.ofTree(postgres.process().pid()),
          CpuTime.of(system.kafka().process().pid()));
    }
  }
}
