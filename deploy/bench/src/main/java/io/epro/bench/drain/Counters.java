package io.epro.bench.drain;

import io.epro.bench.measure.Allocated;
import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.Figures;
import io.epro.bench.measure.JvmThreads;
import io.epro.bench.measure.Pauses;
import io.epro.bench.measure.Safepoints;
import io.epro.local.process.ChildProcess;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the processes that are measured, and the servers behind them, have used until now. Confined to
 * one thread.
 */
public final class Counters implements AutoCloseable {
  private final List<Watched> watched = new ArrayList<>();
  private final LocalSystem system;

  private record Watched(long pid, Allocated allocated, JvmThreads threads,
      Safepoints safepoints) {}

  /**
   * All counters at one moment.
   *
   * @param logs how far the log of each JVM goes
   */
  public record Moment(long nanos, Duration own, Duration compiling, Duration collecting,
      Duration postgres, Duration broker, long bytes, List<Long> logs) {
    public double secondsSince(Moment before) {
      return (nanos - before.nanos) / 1e9;
    }
  }

  private Counters(LocalSystem system) {
    this.system = system;
  }

  /**
   * Attaches to each, as soon as it can be attached to.
   *
   * @param jvms started with the options of {@link Servers#jvm}
   * @param data directory of the system
   */
  public static Counters of(List<ChildProcess> jvms, LocalSystem system, Path data)
      throws IOException {
    var counters = new Counters(system);
    for (var jvm : jvms) {
      counters.watched.add(new Watched(jvm.pid(), Allocated.by(jvm.pid()),
          new JvmThreads(jvm.pid()), Safepoints.of(data, jvm.pid())));
    }
    return counters;
  }

  /** To be called every second or so: what ended threads used since the last look is lost. */
  public void look() throws IOException {
    for (var one : watched) {
      one.threads().look();
    }
  }

  public Moment now() throws IOException {
    look();
    var own = Duration.ZERO;
    var compiling = Duration.ZERO;
    var collecting = Duration.ZERO;
    long bytes = 0;
    var logs = new ArrayList<Long>();
    long nanos = System.nanoTime();
    for (var one : watched) {
      own = own.plus(CpuTime.of(one.pid()));
      compiling = compiling.plus(one.threads().of(JvmThreads.Kind.COMPILER));
      collecting = collecting.plus(one.threads().of(JvmThreads.Kind.COLLECTOR));
      bytes += one.allocated().bytes();
      logs.add(one.safepoints().mark());
    }
    return new Moment(nanos, own, compiling, collecting,
        CpuTime.ofTree(system.postgres().process().pid()),
        CpuTime.of(system.kafka().process().pid()), bytes, List.copyOf(logs));
  }

  /** Between the two moments, for each of so many records. */
  public static Cost cost(Moment start, Moment end, long records) {
    return new Cost(Figures.microsEach(end.own.minus(start.own), records),
        Figures.microsEach(end.compiling.minus(start.compiling), records),
        Figures.microsEach(end.collecting.minus(start.collecting), records),
        Figures.microsEach(end.postgres.minus(start.postgres), records),
        Figures.microsEach(end.broker.minus(start.broker), records),
        (double) (end.bytes - start.bytes) / records);
  }

  /** Of all JVMs between the two moments. */
  public Pauses pauses(Moment start, Moment end) throws IOException {
    var pauses = Pauses.NONE;
    for (int i = 0; i < watched.size(); i++) {
      pauses = pauses.and(watched.get(i).safepoints()
          .between(start.logs.get(i), end.logs.get(i)));
    }
    return pauses;
  }

  @Override
  public void close() throws IOException {
    for (var one : watched) {
      one.allocated().close();
    }
  }
}
