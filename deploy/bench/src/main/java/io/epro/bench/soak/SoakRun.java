package io.epro.bench.soak;

import io.epro.bench.drain.Servers;
import io.epro.local.books.BookReader;
import io.epro.local.books.Books;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.system.LocalSystem;
import io.epro.local.traffic.Rhythm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** One soak, from the start of the system to the checks. Confined to one thread. */
final class SoakRun {
  private static final Duration ANSWERS = Duration.ofMinutes(1);
  private static final Duration DRAIN = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int PROGRAMS = 2;
  /** At each gateway. Where it is away, so many phones wait for it, and the others come later. */
  private static final int UNDER_WAY = 1000;

  private final LocalSystem system;
  private final Path data;
  private final boolean growth;
  private SoakPlan plan;

  private SoakRun(LocalSystem system, Path data, SoakPlan plan, boolean growth) {
    this.system = system;
    this.data = data;
    this.plan = plan;
    this.growth = growth;
  }

  /**
   * What a run showed.
   *
   * @param capacity reports a second; 0 where the rate was given
   */
  record Seen(SoakPlan plan, double capacity, List<Blow> blows, List<Sample> samples,
      List<Check> checks, Totals totals) {}

  /** Of the whole run, the measurement of the capacity included. */
  record Totals(long acknowledged, long retries, long stored, long duplicate, long rejected) {}

  /**
   * Runs it.
   *
   * @param growth whether what grows is judged
   * @param rate from the capacity, which is 0 where it need not be measured
   */
  static Seen of(LocalSystem system, Path data, SoakPlan plan, boolean growth, boolean measure,
      DoubleUnaryOperator rate) throws IOException, SQLException, InterruptedException {
    return new SoakRun(system, data, plan, growth).run(measure, rate);
  }

  private Seen run(boolean measure, DoubleUnaryOperator rate)
      throws IOException, SQLException, InterruptedException {
    start();
    BookReader.Source patient = this::connect;
    try (var books = new BookReader(system.kafka().bootstrapServers(), patient);
        var told = new AcknowledgedIds(data.resolve("acknowledged"))) {
      double capacity = measure ? Capacity.measure(system, books, told, plan.seed() + 100) : 0;
      awaitNoLag(books);
      plan = plan.at(rate.applyAsDouble(capacity));
      System.out.printf("%,.0f reports/s for %.0f s, seed %d.%n", plan.perSecond(), plan.length(),
          plan.seed());
      return soak(books, told, capacity);
    }
  }

  private void start() throws IOException {
    system.start();
    system.postgres().stop();
    Servers.tune(data.resolve("postgres"));
    system.postgres().start();
    system.loadSampleDrugs();
    for (int i = 0; i < PROGRAMS; i++) {
      system.startGateway();
      system.startProcessor();
    }
    for (int i = 0; i < PROGRAMS; i++) {
      system.gateways().get(i).awaitReady();
      system.processors().get(i).awaitReady();
    }
  }

  private Seen soak(BookReader books, AcknowledgedIds told, double capacity)
      throws IOException, SQLException, InterruptedException {
    long begin = System.nanoTime();
    DoubleSupplier clock = () -> (System.nanoTime() - begin) / 1e9;
    var parts = new Parts(system, clock);
    var blows = Blows.draw(plan.seed(), plan.length(), plan.round());
    try (var patients = new Patients(system, Rhythm.steady(plan.perSecond() / PROGRAMS),
        UNDER_WAY, plan.seed(), told).start()) {
      var sampler = Sampler.start(new Sampler.Sources(parts, books, this::connect,
          patients::acknowledged, clock), plan.betweenLooks());
      var fallen = strike(blows, parts, clock);
      patients.stop(ANSWERS);
      var samples = sampler.stop();
      long lag = awaitNoLag(books);
      var well = allReady();
      var end = books.read();
      var fates = told.fates(system.postgres());
      var checks = new ArrayList<Check>();
      checks.add(new Check("everything that was accepted was processed", lag == 0,
          lag + " records wait"));
      checks.addAll(Guarantees.of(end, fates, patients));
      checks.add(new Check("nothing ended by itself", parts.falls().isEmpty(),
          parts.falls().isEmpty() ? "nothing did" : String.join("; ", parts.falls())));
      checks.add(well);
      if (growth) {
        checks.addAll(new Judge(plan, samples).trends());
      }
      return new Seen(plan, capacity, fallen, samples, checks, totals(end, fates, patients));
    }
  }

  /** @return the blows as they fell */
  private List<Blow> strike(List<Blow> blows, Parts parts, DoubleSupplier clock)
      throws IOException, InterruptedException {
    var fallen = new ArrayList<Blow>();
    for (var blow : blows) {
      await(blow.at(), parts, clock);
      var now = new Blow(clock.getAsDouble(), blow.target(), blow.deed(), blow.lasts());
      System.out.println("  " + now.inWords());
      parts.strike(now);
      Thread.sleep(Duration.ofMillis((long) (1e3 * blow.lasts())));
      parts.mend(now);
      fallen.add(now);
    }
    await(plan.length(), parts, clock);
    return fallen;
  }

  private static void await(double moment, Parts parts, DoubleSupplier clock)
      throws IOException, InterruptedException {
    while (clock.getAsDouble() < moment) {
      parts.lookAfter();
      Thread.sleep(LOOK);
    }
  }

  /** @return what waits still when there was no progress for long */
  private static long awaitNoLag(BookReader books) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    long lag = books.glance().lag();
    while (lag > 0 && System.nanoTime() - deadline < 0) {
      Thread.sleep(LOOK);
      lag = books.glance().lag();
    }
    return lag;
  }

  private Check allReady() {
    var problems = new ArrayList<String>();
    for (var program : Stream.concat(system.gateways().stream(), system.processors().stream())
        .toList()) {
      try {
        program.awaitReady();
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new Check("every program is ready at the end", problems.isEmpty(),
        problems.isEmpty() ? "all are" : String.join("; ", problems));
  }

  private static Totals totals(Books end, AcknowledgedIds.Fates fates, Patients patients) {
    return new Totals(fates.reports(), patients.retries(), end.stored(), end.duplicate(),
        end.rejected());
  }

  /** With limits: it may be frozen. Not so short that counting all rows is cut off. */
  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        system.postgres().jdbcUrl() + "?connectTimeout=2&loginTimeout=2&socketTimeout=60",
        LocalPostgres.USER, LocalPostgres.PASSWORD);
  }
}
