package io.epro.bench.soak;

import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.ResidentMemory;
import io.epro.bench.measure.Scrape;
import io.epro.bench.soak.Sample.OfPart;
import io.epro.local.books.BookReader;
import io.epro.local.books.Books;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Looks at all processes every few seconds, from a thread of its own, until it is told to stop. */
final class Sampler {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final double MIB = 1 << 20;

  private final Sources sources;
  private final Duration every;
  private final Map<Long, Seen> before = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final FutureTask<List<Sample>> looking = new FutureTask<>(this::look);
  private Buckets ack = Buckets.none();
  private Buckets visible = Buckets.none();

  /**
   * What is looked at.
   *
   * @param clock seconds since the load began
   * @param connections without limits a frozen database would hold up all looks
   */
  record Sources(Parts parts, BookReader books, BookReader.Source connections,
      LongSupplier acknowledged, DoubleSupplier clock) {}

  /** Of one process, to tell what came since. */
  private record Seen(double at, Duration cpu, Buckets ack, Buckets visible) {}

  private Sampler(Sources sources, Duration every) {
    this.sources = sources;
    this.every = every;
  }

  static Sampler start(Sources sources, Duration every) {
    var sampler = new Sampler(sources, every);
    Thread.ofPlatform().name("sampler").daemon().start(sampler.looking);
    return sampler;
  }

  /** @throws IOException when it could not go on looking */
  List<Sample> stop() throws IOException {
    stop.countDown();
    try {
      return looking.get(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the system could not be looked at", e);
    }
  }

  private List<Sample> look() throws InterruptedException {
    var samples = new ArrayList<Sample>();
    do {
      samples.add(sample());
    } while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS));
    return samples;
  }

  private Sample sample() {
    double at = sources.clock().getAsDouble();
    ack = Buckets.none();
    visible = Buckets.none();
    var parts = new ArrayList<OfPart>();
    for (var part : sources.parts().now()) {
      try {
        parts.add(new OfPart(part.name(), part.life(), part.since(), values(part, at)));
      } catch (IOException e) {
        // Killed or frozen just now: there is nothing to see of it.
      }
    }
    long passed = -1;
    long lag = -1;
    try {
      Books books = sources.books().glance();
      passed = books.passed();
      lag = books.lag();
    } catch (IOException e) {
      // Broker or database are away.
    }
    return new Sample(at, parts, sources.acknowledged().getAsLong(), passed, lag, connections(),
        ack, visible);
  }

  private Map<Gauge, Double> values(Part part, double at) throws IOException {
    var values = new EnumMap<Gauge, Double>(Gauge.class);
    var cpu = CpuTime.ofTree(part.pid());
    if (!part.name().equals(Blow.Target.POSTGRES.inWords())) { // whose sessions share their memory
      values.put(Gauge.RESIDENT, ResidentMemory.bytes(part.pid()) / MIB);
      values.put(Gauge.DESCRIPTORS, (double) entries(part.pid(), "fd"));
      values.put(Gauge.THREADS, (double) entries(part.pid(), "task"));
    }
    var scraped = new Seen(at, cpu, Buckets.none(), Buckets.none());
    if (part.admin().isPresent()) {
      var scrape = Scrape.of(part.admin().get(), ANSWER_LIMIT);
      values.put(Gauge.HEAP, scrape.sum("jvm_memory_used_bytes{area=\"heap\"") / MIB);
      values.put(Gauge.THREADS, scrape.sum("jvm_threads_live_threads"));
      scraped = new Seen(at, cpu, Buckets.of(scrape, "epro_gateway_ack_seconds"),
          Buckets.of(scrape, "epro_processor_end_to_end_seconds"));
    }
    var last = before.put(part.pid(), scraped);
    if (last == null) { // of a process that is new all counts
      last = new Seen(part.since(), Duration.ZERO, Buckets.none(), Buckets.none());
    } else {
      values.put(Gauge.CPU, cpu.minus(last.cpu()).toNanos() / 1e9 / (at - last.at()));
    }
    ack = ack.plus(scraped.ack().since(last.ack()));
    visible = visible.plus(scraped.visible().since(last.visible()));
    return values;
  }

  private static long entries(long pid, String directory) throws IOException {
    try (var all = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
      return all.count();
    }
  }

  private int connections() {
    try (var connection = sources.connections().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) - 1 from pg_stat_activity"
            + " where backend_type = 'client backend'")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      return -1; // the database is away
    }
  }
}
