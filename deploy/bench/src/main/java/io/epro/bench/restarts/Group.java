package io.epro.bench.restarts;

import io.epro.local.books.BookReader;
import io.epro.local.pauses.PauseWatch;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processors under load, and what is done to them. */
final class Group {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  /** So long all must have gone well before a phase ends. */
  private static final Duration CALM = Duration.ofSeconds(2);

  private final LocalSystem system;
  private final double perSecond;
  private final List<Program> members;

  private Group(LocalSystem system, double perSecond, List<Program> members) {
    this.system = system;
    this.perSecond = perSecond;
    this.members = members;
  }

  /** Starts them all and waits until they are ready. */
  static Group start(LocalSystem system, int instances, double perSecond,
      Map<String, String> settings) throws IOException {
    var members = new ArrayList<Program>();
    for (int i = 0; i < instances; i++) {
      members.add(system.startProcessor(settings));
    }
    for (var member : members) {
      member.awaitReady();
    }
    return new Group(system, perSecond, List.copyOf(members));
  }

  /** Each in turn: SIGTERM, end, start, ready; the next one at once. */
  Phase rolling(PauseWatch watch) throws IOException {
    long before = begin(watch);
    var exits = new ArrayList<Double>();
    var starts = new ArrayList<Double>();
    for (var member : members) {
      exits.add(stop(member));
      starts.add(start(member));
    }
    settle(watch);
    return end("rolling restart", watch, before, exits, starts);
  }

  /** kill -9 of one, which stays away until the others have taken over. */
  Phase kill(PauseWatch watch) throws IOException {
    long before = begin(watch);
    members.getFirst().kill();
    settle(watch);
    return end("kill -9 of one", watch, before, List.of(), List.of());
  }

  /** The killed one is started again. */
  Phase comeBack(PauseWatch watch) throws IOException {
    long before = begin(watch);
    double start = start(members.getFirst());
    settle(watch);
    return end("and its return", watch, before, List.of(), List.of(start));
  }

  /** Waits until nothing waits any more, and holds the books against what was sent. */
  long verify(long sent) throws IOException {
    try (var books = new BookReader(system.kafka().bootstrapServers(),
        system.postgres()::connect)) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (books.glance().lag() > 0) {
        rest(deadline);
      }
      var found = books.read();
      if (!found.balance() || found.stored() != sent) {
        throw new IllegalStateException("sent " + sent + ", stored " + found.stored() + ", "
            + found.problems() + ": no figure");
      }
      return found.reportRows();
    }
  }

  /** Until no partition has paused for a while, and no more than a second's records wait. */
  void settle(PauseWatch watch) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    long calmSince = System.nanoTime();
    var before = watch.longest();
    while (System.nanoTime() - calmSince < CALM.toNanos()) {
      rest(deadline);
      var now = watch.longest();
      if (!now.equals(before) || watch.lag() > perSecond) {
        calmSince = System.nanoTime();
      }
      before = now;
    }
  }

  private long begin(PauseWatch watch) throws IOException {
    watch.forget();
    return rebalances();
  }

  private Phase end(String what, PauseWatch watch, long rebalancesBefore, List<Double> exits,
      List<Double> starts) throws IOException {
    return new Phase(what, watch.longest().stream().map(Phase::seconds).toList(),
        rebalances() - rebalancesBefore, exits, starts);
  }

  private static double stop(Program member) throws IOException {
    long begin = System.nanoTime();
    if (!member.stop(STOP_LIMIT)) {
      throw new IOException(member.name() + " did not stop: " + member.process().diagnosis());
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double start(Program member) throws IOException {
    long begin = System.nanoTime();
    member.start().awaitReady();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** As the instances tell it in their logs. */
  private long rebalances() throws IOException {
    long count = 0;
    for (var member : members) {
      try (var lines = Files.lines(member.log())) {
        count += lines.filter(line -> line.contains("The pipeline changed")
            && line.contains("{\"to\":\"REBALANCING\"}")).count();
      }
    }
    return count;
  }

  private void rest(long deadline) throws IOException {
    if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
      throw new IOException("the group does not settle: "
          + members.stream().map(member -> member.process().diagnosis()).toList());
    }
    members.getLast().process().waitFor(LOOK);
  }

  static PauseWatch watch(LocalSystem system) throws IOException {
    return PauseWatch.start(system.kafka().bootstrapServers(), Topics.RAW,
        system.postgres()::connect, "epro");
  }
}
