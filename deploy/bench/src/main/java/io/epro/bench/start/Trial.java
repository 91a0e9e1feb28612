package io.epro.bench.start;

import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.JvmThreads;
import io.epro.bench.measure.JvmThreads.Kind;
import io.epro.bench.measure.Safepoints;
import io.epro.bench.measure.ResidentMemory;
import io.epro.bench.restarts.PacedLoad;
import io.epro.local.books.BookReader;
import io.epro.local.process.ChildProcess;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Starts a processor in front of a backlog and watches it; stops it idle, and once more under load. */
final class Trial {
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  /** Of a JVM that writes an archive at its end. */
  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
  private static final Duration LOADED = Duration.ofSeconds(5);
  private static final double PER_SECOND = 5_000;
  private static final String APPLIED = "select coalesce(sum(next_offset - first_offset), 0)"
      + " from epro.ledger";

  private final LocalSystem system;
  private final Variant variant;
  private final long reports;
  private final Path data;
  private final Map<String, String> settings;

  /** @param data where the JVM writes its log of safepoints */
  Trial(LocalSystem system, Variant variant, long reports, Path data,
      Map<String, String> settings) {
    this.system = system;
    this.variant = variant;
    this.reports = reports;
    this.data = data;
    this.settings = settings;
  }

  StartRun run() throws IOException, SQLException {
    try (var connection = system.postgres().connect()) {
      var processor = system.startProcessor(settings);
      var drain = drain(processor, connection);
      double idle = stop(processor.process());
      var safepoints = Safepoints.of(data, processor.process().pid());
      var pauses = safepoints.between(0, safepoints.mark());
      double loaded = loaded(processor, connection);
      verify();
      return new StartRun(variant.name(), drain.stored, drain.storedCpu, drain.ready, drain.all,
          drain.cpu, drain.compilers, drain.collectors, pauses.totalMillis() / 1000,
          pauses.maxMillis(),
          drain.memoryMib, idle, loaded);
    }
  }

  /** Figures of the way through the backlog, filled as they come. */
  private static final class Drain {
    private double stored;
    private double storedCpu;
    private double ready;
    private double all;
    private double cpu;
    private double compilers;
    private double collectors;
    private double memoryMib;
  }

  private Drain drain(Program processor, Connection connection) throws IOException, SQLException {
    long begin = System.nanoTime();
    var process = processor.process();
    var threads = new JvmThreads(process.pid());
    var drain = new Drain();
    for (long looks = 0; drain.all == 0 || drain.ready == 0; looks++) {
      await(process, begin);
      long applied = applied(connection);
      if (applied > 0 && drain.stored == 0) {
        drain.stored = since(begin);
        drain.storedCpu = cpu(process);
      }
      if (drain.ready == 0 && processor.ready()) {
        drain.ready = since(begin);
      }
      if (looks % 10 == 0) {
        threads.look();
      }
      if (applied >= reports && drain.all == 0) {
        drain.all = since(begin);
        drain.cpu = cpu(process);
        threads.look();
        drain.compilers = seconds(threads.of(Kind.COMPILER));
        drain.collectors = seconds(threads.of(Kind.COLLECTOR));
        drain.memoryMib = ResidentMemory.bytes(process.pid()) / 1048576.0;
      }
    }
    return drain;
  }

  /** Started again, with reports coming in, and told to stop in the middle. */
  private double loaded(Program processor, Connection connection)
      throws IOException, SQLException {
    processor.start().awaitReady();
    try (var load = new PacedLoad(system.kafka().bootstrapServers(), Topics.RAW, PER_SECOND,
        System.nanoTime()).start()) {
      long before = applied(connection);
      long begin = System.nanoTime();
      while (applied(connection) == before || since(begin) < seconds(LOADED)) {
        await(processor.process(), begin);
      }
      double exit = stop(processor.process());
      load.finish();
      return exit;
    }
  }

  /** What is applied is in the table; what the load left behind is the next one's. */
  private void verify() throws IOException {
    try (var reader = new BookReader(system.kafka().bootstrapServers(),
        system.postgres()::connect)) {
      var books = reader.read();
      if (books.stored() < reports || books.stored() != books.reportRows()
          || books.stored() != books.passed()) {
        throw new IllegalStateException("the books do not balance: " + books + ": no figure");
      }
    }
  }

  private static double stop(ChildProcess process) throws IOException {
    long begin = System.nanoTime();
    if (!process.stop(STOP_LIMIT)) {
      throw new IOException("it did not stop: " + process.diagnosis());
    }
    return since(begin);
  }

  private static void await(ChildProcess process, long begin) throws IOException {
    if (process.waitFor(LOOK) || since(begin) > seconds(LIMIT)
        || Thread.currentThread().isInterrupted()) {
      throw new IOException("it did not finish: " + process.diagnosis());
    }
  }

  private static long applied(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(APPLIED)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static double cpu(ChildProcess process) throws IOException {
    return seconds(CpuTime.of(process.pid()));
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
