package io.epro.bench.acks;

import io.epro.bench.contestant.Contestant;
import io.epro.bench.contestant.RawTopic;
import io.epro.bench.contestant.Server;
import io.epro.bench.load.LoadPlan;
import io.epro.bench.load.LoadRun;
import io.epro.bench.measure.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fresh server under the loads that are measured one after the other. */
final class Trial {
  /** A schedule's requests that wait for a connection: far more than any latency worth showing. */
  private static final int MOST_WAITING = 1_000_000;

  private final RawTopic topic;
  private final Path directory;
  private final Times times;

  /**
   * What is done to each server.
   *
   * @param percents of its peak, offered as schedules afterwards
   */
  record Times(int warmUp, int seconds, int threads, List<Integer> percents) {
    LoadPlan plan(Server server, int connections, int lines) {
      return server.load(connections, warmUp * 1000L, seconds * 1000L).withLines(lines)
          .withThreads(threads);
    }
  }

  Trial(RawTopic topic, Path directory, Times times) {
    this.topic = topic;
    this.directory = directory;
    this.times = times;
  }

  /** @param profiles what takes a profile of the server under the peak's load, or does nothing */
  List<AckRun> of(Contestant contestant, int connections, int lines, Profiles profiles)
      throws IOException {
    try (var server = contestant.start()) {
      var runs = new ArrayList<AckRun>();
      var plan = times.plan(server, connections, lines);
      var peak = measured(contestant.name(), 0, server, plan);
      runs.add(peak);
      for (int percent : times.percents()) {
        double rate = peak.seen().perSecond() / lines * percent / 100;
        runs.add(measured(contestant.name(), percent, server,
            plan.open(rate, MOST_WAITING).during(2_000, plan.windowMillis())));
      }
      if (server.admin().isPresent()) {
        var label = contestant.name() + "-" + connections + "-" + lines;
        profiled(plan, profiles, label, server.admin().get());
      }
      topic.forget();
      return runs;
    }
  }

  private AckRun measured(String name, int percent, Server server, LoadPlan plan)
      throws IOException {
    var before = topic.ends();
    var result = LoadRun.start(plan, directory).await();
    if (result.seen().lost() > 0) {
      throw new IllegalStateException(name + " broke " + result.seen().lost()
          + " connections with a request under way: no figure");
    }
    // A server without a broker keeps nothing that could be looked for.
    long more = server.broker() == 0 ? 0 : topic.unacknowledged(before, result.acknowledged());
    if (more > 0 && result.seen().others().isEmpty()) {
      throw new IllegalStateException(name + " stored " + more
          + " reports more than it acknowledged, and refused none: no figure");
    }
    var run = new AckRun(name, percent, plan.perSecond(), result.seen(), more);
    System.out.println(run.inWords());
    if (!result.seen().others().isEmpty()) {
      System.out.println("    answers other than 202: " + result.seen().others());
    }
    return run;
  }

  private void profiled(LoadPlan plan, Profiles profiles, String label, String admin)
      throws IOException {
    if (profiles.wanted()) {
      var load = LoadRun.start(plan.during(0, profiles.millis()), directory);
      System.out.print(profiles.take(admin, label));
      load.await();
    }
  }
}
