package io.epro.bench.story;

import io.epro.bench.load.LoadPlan;
import io.epro.bench.load.LoadRun;
import io.epro.bench.load.PhonesPlan;
import io.epro.bench.load.PhonesSeen;
import io.epro.bench.load.Seen;
import io.epro.bench.measure.Allocated;
import io.epro.bench.measure.Collapsed;
import io.epro.bench.measure.Pauses;
import io.epro.bench.measure.Profiles;
import io.epro.bench.measure.Safepoints;
import io.epro.bench.measure.ThreadStacks;
import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One stage under the same load as all others: a steady stream by the clients' own clock, with profiles near its
 * end; a burst of phones that all send at once; another one in whose middle the stage is killed. Confined to one
 * thread.
 */
final class StageTrial {
  /** Numbers of the reports of each phase begin there. */
  private static final long BURST = 1_000_000;
  private static final long KILL = 2_000_000;
  /** For which, at least, the database does not answer before the kill, as in a checkpoint: reports wait. */
  private static final long HESITATION_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int CONNECTIONS = 500;
  private static final int PROFILE_SECONDS = 4;
  private static final int MOST_OPEN = 2_000;
  private static final long LIMIT_MILLIS = 120_000;
  private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final StoryPlan plan;
  private final LocalPostgres postgres;
  private final Path directory;
  private final Peaks peaks = new Peaks();

  /** What became of a burst, and how many threads were at work on a report when the stage was killed. */
  private record Kill(StoredReports.Fates fates, long atWork) {}

  /** What the steady stream showed. */
  private record Steady(Seen seen, double bytes, Pauses pauses, double seconds, Collapsed lock,
      Collapsed alloc) {}

  StageTrial(StoryPlan plan, LocalPostgres postgres, Path directory) {
    this.plan = plan;
    this.postgres = postgres;
    this.directory = directory;
  }

  StageFigures of(Subject subject) throws IOException, SQLException {
    try (subject; var stored = new StoredReports(postgres, subject.table())) {
      subject.start();
      var steady = steady(subject, stored);
      var burst = burst(subject, stored);
      double perSecond = stored.perSecond(BURST);
      var kill = kill(subject, stored);
      double alloc = Math.max(1, steady.alloc().total());
      return new StageFigures(subject.title(), steady.seen(), perSecond, burst,
          peaks.threads(), peaks.waiting(), peaks.connections(), steady.bytes(), steady.pauses(),
          steady.seconds(),
          steady.lock().total() / 1e9 / PROFILE_SECONDS,
          100 * steady.alloc().through(FreshObjects.class.getName() + ".make") / alloc,
          kill.atWork(), kill.fates());
    }
  }

  private Steady steady(Subject subject, StoredReports stored) throws IOException, SQLException {
    long profiles = 2L * (PROFILE_SECONDS + 2) * 1000 * subject.jvms().size();
    var load = LoadRun.start(LoadPlan.closed(subject.port(), CONNECTIONS, plan.warmUpMillis(),
        plan.windowMillis() + profiles).open(plan.perSecond(), CONNECTIONS), directory);
    watch(subject, plan.warmUpMillis());
    var before = Counters.of(subject, stored, directory);
    // Nobody looks meanwhile: making the metrics' page allocates, too.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(plan.windowMillis()));
    var after = Counters.of(subject, stored, directory);
    var lock = profile(subject, "lock");
    var alloc = profile(subject, "alloc");
    var seen = load.await().seen();
    return new Steady(seen, after.bytesEach(before), after.pauses(before),
        (after.nanos() - before.nanos()) / 1e9, lock, alloc);
  }

  private StoredReports.Fates burst(Subject subject, StoredReports stored)
      throws IOException, SQLException {
    var phones = phones(subject, BURST);
    var result = phones.await();
    awaitStill(subject, stored, BURST);
    return stored.fates(BURST, result.acknowledged());
  }

  private Kill kill(Subject subject, StoredReports stored)
      throws IOException, SQLException {
    var phones = phones(subject, KILL);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    while (stored.count(KILL) < plan.killAt() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_NANOS / 25);
    }
    postgres.freeze();
    long atWork;
    try {
      long until = System.nanoTime() + HESITATION_NANOS;
      atWork = threads(subject).through(Processing.class.getName() + ".process");
      LockSupport.parkNanos(until - System.nanoTime());
      subject.kill();
    } finally {
      postgres.thaw();
    }
    subject.startAgain();
    var result = phones.await();
    awaitStill(subject, stored, KILL);
    return new Kill(stored.fates(KILL, result.acknowledged()), atWork);
  }

  private LoadRun<PhonesSeen> phones(Subject subject, long first) throws IOException {
    return LoadRun.start(
        new PhonesPlan(subject.port(), first, plan.phones(), plan.each(), MOST_OPEN, LIMIT_MILLIS),
        directory);
  }

  private void awaitStill(Subject subject, StoredReports stored, long first) throws SQLException {
    long last = -1;
    long since = System.nanoTime();
    while (System.nanoTime() - since < STILL_NANOS) {
      peaks.look(subject.jvms(), postgres);
      long count = stored.count(first);
      if (count != last) {
        last = count;
        since = System.nanoTime();
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void watch(Subject subject, long millis) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      peaks.look(subject.jvms(), postgres);
      LockSupport.parkNanos(Math.min(LOOK_NANOS, Math.max(0, end - System.nanoTime())));
    }
  }

  private Collapsed profile(Subject subject, String type) throws IOException {
    return profile(subject, type, (jvm, name) -> Profiles.take(jvm.admin(), type, PROFILE_SECONDS,
        plan.out(), name));
  }

  private Collapsed threads(Subject subject) throws IOException {
    return profile(subject, "threads", (jvm, name) -> ThreadStacks.take(jvm.pid(), plan.out(),
        name));
  }

  /** As pages for people, and as stacks of all JVMs for the figures. */
  private static Collapsed profile(Subject subject, String type, Taking taking)
      throws IOException {
    var stacks = new ArrayList<Collapsed.Stack>();
    var jvms = subject.jvms();
    for (int i = 0; i < jvms.size(); i++) {
      var name = subject.title().replace(' ', '-') + (i == 0 ? "-" : "-" + (i + 1) + "-") + type;
      stacks.addAll(taking.take(jvms.get(i), name).stacks());
    }
    return new Collapsed(List.copyOf(stacks));
  }

  @FunctionalInterface
  private interface Taking { Collapsed take(Subject.Jvm jvm, String name) throws IOException; }

  /** Of all JVMs of a subject at one moment. */
  private record Counters(long nanos, long stored, long bytes, List<Safepoints> logs,
      List<Long> marks) {
    static Counters of(Subject subject, StoredReports stored, Path directory)
        throws IOException, SQLException {
      long bytes = 0;
      var logs = new ArrayList<Safepoints>();
      var marks = new ArrayList<Long>();
      for (var jvm : subject.jvms()) {
        try (var allocated = Allocated.by(jvm.pid())) {
          bytes += allocated.bytes();
        }
        var log = Safepoints.of(directory, jvm.pid());
        logs.add(log);
        marks.add(log.mark());
      }
      return new Counters(System.nanoTime(), stored.count(0), bytes, List.copyOf(logs),
          List.copyOf(marks));
    }

    double bytesEach(Counters before) {
      return (double) (bytes - before.bytes) / Math.max(1, stored - before.stored);
    }

    Pauses pauses(Counters before) throws IOException {
      var pauses = Pauses.NONE;
      for (int i = 0; i < logs.size(); i++) {
        pauses = pauses.and(logs.get(i).between(before.marks.get(i), marks.get(i)));
      }
      return pauses;
    }
  }
}
