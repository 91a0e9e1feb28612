package io.epro.bench.load;

import io.epro.bench.measure.Figures;
import io.epro.local.token.LocalIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The clients' process: {@link LoadRun} starts it. */
final class Clients {
  private Clients() {}

  /** Arguments: files for the plan, for what was seen, and for the acknowledged reports' numbers. */
  public static void main(String[] arguments) throws Exception {
    var plan = Figures.read(Path.of(arguments[0]), LoadPlan.class);
    var all = new Tally(new Window(0, 0));
    Figures.write(Path.of(arguments[1]), run(plan, all));
    Files.write(Path.of(arguments[2]), all.acknowledged().toByteArray());
  }

  private static Seen run(LoadPlan plan, Tally all)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var kind = new Requests.Kind(plan.port(), plan.lines(), tokens(plan.jwtKey()));
    try (var watched = new Watched(plan.server(), plan.broker());
        var threads = Executors.newFixedThreadPool(plan.threads())) {
      long begin = System.nanoTime();
      long from = begin + TimeUnit.MILLISECONDS.toNanos(plan.warmUpMillis());
      var window = new Window(from, from + TimeUnit.MILLISECONDS.toNanos(plan.windowMillis()));
      var running = IntStream.range(0, plan.threads()).mapToObj(number -> threads.submit(
          () -> thread(plan, new Requests(kind, number, plan.threads()), window, begin, number)))
          .toList();
      waitUntil(window.from());
      var start = watched.spent();
      waitUntil(window.to());
      var spent = watched.spent().since(start);
      for (var one : running) {
        all.add(one.get(60, TimeUnit.SECONDS));
      }
      return seen(plan, all, spent);
    }
  }

  private static Tally thread(LoadPlan plan, Requests requests, Window window, long begin,
      int number) throws IOException {
    var tally = new Tally(window);
    var script = plan.perSecond() == 0 ? new ClosedLoop(requests, window, tally)
        : new OpenLoop(requests, window, tally,
            new Schedule(plan.perSecond() / plan.threads(), begin, number), plan.mostWaiting());
    EventLoop.run(plan.port(), plan.connections() / plan.threads(), script);
    return tally;
  }

  private static List<byte[]> tokens(String key) throws IOException {
    if (key.isEmpty()) {
      return List.of();
    }
    var issuer = LocalIssuer.of(Path.of(key));
    var now = Instant.now();
    return IntStream.range(0, Requests.PATIENTS)
        .mapToObj(patient -> issuer.patient(Requests.patient(patient), now, Duration.ofHours(1))
            .getBytes(StandardCharsets.US_ASCII))
        .toList();
  }

  private static Seen seen(LoadPlan plan, Tally all, Watched.Spent spent) {
    long reports = all.inWindow() * plan.lines();
    return new Seen(plan.connections(), plan.lines(), reports * 1e3 / plan.windowMillis(),
        latency(all.micros()), latency(all.late()), spent.each(reports),
        all.accepted() * plan.lines(), all.others(), all.withoutRetryAfter(), all.requestsLost(),
        all.requestsUnsent());
  }

  private static Seen.Latency latency(Histogram micros) {
    return new Seen.Latency(micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3, micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  private static void waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
