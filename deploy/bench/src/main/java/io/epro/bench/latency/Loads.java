package io.epro.bench.latency;

import io.epro.bench.drain.BacklogTopic;
import io.epro.bench.drain.Counters;
import io.epro.bench.drain.ProcessorContestant;
import io.epro.bench.drain.ReportTable;
import io.epro.bench.load.Schedule;
import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Scrape;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** One load after the other on processors that have drained all before. Confined to one thread. */
final class Loads implements AutoCloseable {
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final String END_TO_END = "epro_processor_end_to_end_seconds_";
  private static final long OWN_PID = ProcessHandle.current().pid();

  private final LocalSystem system;
  private final String topic;
  private final ProcessorContestant processors;
  private final Counters counters;
  private final Arrivals arrivals;
  private final Publisher publisher;
  private final long before;

  /** @param topic whose records are all committed */
  Loads(LocalSystem system, String topic, ProcessorContestant processors, Counters counters)
      throws SQLException {
    this.system = system;
    this.topic = topic;
    this.processors = processors;
    this.counters = counters;
    try (var table = new ReportTable(system.postgres())) {
      var next = table.nextOffsets(topic, BacklogTopic.PARTITIONS);
      this.arrivals = new Arrivals(next);
      this.before = Arrays.stream(next).sum();
    }
    this.publisher = new Publisher(system.kafka().bootstrapServers(), topic, arrivals);
  }

  LatencyRun at(int percent, double perSecond, int settleSeconds, int seconds)
      throws IOException {
    var observer = Observer.start(system.postgres(), topic, arrivals.partitions());
    long countBefore = arrivals.count();
    var told = told();
    var driver = CpuTime.of(OWN_PID);
    var start = counters.now();
    long from = System.nanoTime() + TimeUnit.SECONDS.toNanos(settleSeconds);
    long to = from + TimeUnit.SECONDS.toNanos(seconds);
    var late = publisher.publish(new Schedule(perSecond, System.nanoTime(), percent), to);
    awaitAll(observer);
    var end = counters.now();
    driver = CpuTime.of(OWN_PID).minus(driver);
    long count = arrivals.count() - countBefore;
    var sightings = observer.stop();
    var micros = sightings.latencies(arrivals, from, to);
    var cost = Counters.cost(start, end, count);
    double driverMicros = Figures.microsEach(driver, count);
    double busy = (cost.all() + driverMicros) * count / 1e6 / end.secondsSince(start)
        / Runtime.getRuntime().availableProcessors();
    return new LatencyRun(percent, perSecond, micros.getTotalCount(),
        LatencyRun.Latency.of(micros), LatencyRun.at(late, 99), sightings.behind(arrivals, to),
        cost, driverMicros, busy, told().minus(told).meanMillis(), counters.pauses(start, end),
        LatencyRun.Bucket.of(micros));
  }

  /**
   * Every report that was published is one row.
   *
   * @throws IllegalStateException when it is not so
   */
  void verify() throws SQLException {
    try (var table = new ReportTable(system.postgres())) {
      long rows = table.rows();
      if (rows != before + arrivals.count() || table.rejections() > 0) {
        throw new IllegalStateException(rows + " rows and " + table.rejections()
            + " rejections of " + (before + arrivals.count()) + " reports: no figure");
      }
    }
  }

  private void awaitAll(Observer observer) throws IOException {
    long deadline = System.nanoTime() + CATCH_UP_LIMIT.toNanos();
    while (observer.visible() < before + arrivals.count()) {
      for (var program : processors.programs()) {
        if (program.process().waitFor(LOOK) || System.nanoTime() > deadline
            || Thread.currentThread().isInterrupted()) {
          throw new IOException("not all reports became visible: "
              + program.process().diagnosis());
        }
      }
    }
  }

  /** What the processors tell of the time from {@code received-at} to the commit, since their start. */
  private Told told() throws IOException {
    var sum = new Told(0, 0);
    for (var program : processors.programs()) {
      var scrape = Scrape.of(program.adminUrl());
      sum = new Told(sum.seconds + scrape.sum(END_TO_END + "sum"),
          sum.count + scrape.sum(END_TO_END + "count"));
    }
    return sum;
  }

  private record Told(double seconds, double count) {
    Told minus(Told before) {
      return new Told(seconds - before.seconds, count - before.count);
    }

    double meanMillis() {
      return 1e3 * seconds / count;
    }
  }

  @Override
  public void close() {
    publisher.close();
  }
}
