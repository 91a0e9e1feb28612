package io.epro.bench.overload;

import io.epro.bench.contestant.RawTopic;
import io.epro.bench.contestant.Server;
import io.epro.bench.load.LoadPlan;
import io.epro.bench.load.LoadRun;
import io.epro.bench.load.PhonesPlan;
import io.epro.bench.load.PhonesSeen;
import io.epro.bench.load.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The loads, one after the other on the same gateway. */
final class Burst {
  private static final int MOST_PEAKS = 10;
  /** As fast as before, as far as a busy machine can tell. */
  private static final double SAME = 1.05;
  private static final long PHONES_LIMIT = 120_000;
  /** What a process may usually have, less what the JVM needs. */
  private static final int MOST_OPEN = 15_000;

  private final Server gateway;
  private final RawTopic topic;
  private final Path directory;
  private final Started started;
  private final long settle;

  /** Is told of each clients' process. */
  interface Started {
    void clients(long pid) throws IOException;
  }

  /**
   * What came of a load.
   *
   * @param <T> what the clients saw
   * @param unacknowledged reports in the topic whose client got no 202
   */
  record Outcome<T>(T seen, Map<String, Long> outcomes, Size size, long unacknowledged) {}

  /** @param settle milliseconds after which a load has the rate that it will keep */
  Burst(Server gateway, RawTopic topic, Path directory, Started started, long settle) {
    this.gateway = gateway;
    this.topic = topic;
    this.directory = directory;
    this.started = started;
    this.settle = settle;
  }

  /**
   * The most that it can do, once it has warmed up: it is loaded again until that has made it no faster
   * twice in a row. On half a machine that takes far longer than anyone would think.
   *
   * @throws IllegalStateException when the gateway refused anything, since then it is not the peak
   */
  Seen peak(int connections, long warmUp, long window) throws IOException {
    var best = closedLoop(connections, warmUp, window);
    int noFaster = 0;
    for (int i = 0; i < MOST_PEAKS && noFaster < 2; i++) {
      var again = closedLoop(connections, settle, window);
      noFaster = again.perSecond() > best.perSecond() * SAME ? 0 : noFaster + 1;
      best = again.perSecond() > best.perSecond() ? again : best;
    }
    if (noFaster == 2) {
      return best;
    }
    throw new IllegalStateException("still getting faster: a longer warm-up is needed");
  }

  private Seen closedLoop(int connections, long warmUp, long window) throws IOException {
    var seen = watched(gateway.load(connections, warmUp, window)).seen();
    if (!seen.others().isEmpty() || seen.lost() > 0) {
      throw new IllegalStateException("the peak has refusals: " + seen.others() + ", "
          + seen.lost() + " broken connections");
    }
    System.out.printf("  %,.0f acks/s in a closed loop%n", seen.perSecond());
    return seen;
  }

  /** An arrival that finds no connection free is given up at once, and told. */
  Outcome<Seen> overload(double perSecond, int connections, long window) throws IOException {
    return watched(gateway.load(connections, settle, window).open(perSecond, 0));
  }

  /** Requests a second that found a connection, over the whole of that overload. */
  double sentPerSecond(Seen seen, long window) {
    long answered = seen.others().values().stream().mapToLong(Long::longValue).sum();
    return (seen.accepted() + seen.lost() + answered) * 1e3 / (settle + window);
  }

  Outcome<PhonesSeen> phones(int count) throws IOException {
    var plan = new PhonesPlan(gateway.port(), 0, count, 1, MOST_OPEN, PHONES_LIMIT);
    return watched(() -> LoadRun.start(plan, directory));
  }

  private Outcome<Seen> watched(LoadPlan plan) throws IOException {
    return watched(() -> LoadRun.start(plan, directory));
  }

  private <T> Outcome<T> watched(Start<T> start) throws IOException {
    var before = topic.ends();
    var metrics = new GatewayMetrics(gateway.admin().orElseThrow());
    var first = metrics.read();
    var run = start.run();
    started.clients(run.pid());
    var watch = SizeWatch.start(metrics, gateway.pid());
    var result = run.await();
    var size = watch.stop();
    return new Outcome<>(result.seen(), metrics.read().outcomesSince(first), size,
        topic.unacknowledged(before, result.acknowledged()));
  }

  /** Starts clients. */
  private interface Start<T> { LoadRun<T> run() throws IOException; }
}
