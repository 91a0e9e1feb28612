package io.epro.bench.acks;

import io.epro.bench.acks.LoadThread.Window;
import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.Figures;
import io.epro.local.token.LocalIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** The clients, in a process of their own. */
public final class Load {
  private Load() {}

  /**
   * What to do.
   *
   * @param server process whose CPU time is taken over the window; {@code broker} is 0 for none
   * @param jwtKey signs the patients' tokens; empty for none
   */
  record Plan(int port, int connections, int threads, long warmUpMillis, long windowMillis,
      long server, long broker, String jwtKey) {}

  /** Arguments: a file with the plan, and one for the result. */
  public static void main(String[] arguments) throws Exception {
    var plan = Figures.read(Path.of(arguments[0]), Plan.class);
    Figures.write(Path.of(arguments[1]), run(plan));
  }

  private static LoadResult run(Plan plan)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var tokens = plan.jwtKey().isEmpty() ? List.<byte[]>of() : tokens(Path.of(plan.jwtKey()));
    long from = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.warmUpMillis());
    var window = new Window(from, from + TimeUnit.MILLISECONDS.toNanos(plan.windowMillis()));
    try (var threads = Executors.newFixedThreadPool(plan.threads())) {
      var running = IntStream.range(0, plan.threads())
          .mapToObj(number -> threads.submit(new LoadThread(plan.port(),
              plan.connections() / plan.threads(),
              new Requests(plan.port(), number, plan.threads(), tokens), window)))
          .toList();
      waitUntil(window.from());
      var start = Cpu.now(plan);
      waitUntil(window.to());
      var end = Cpu.now(plan);
      var micros = new Histogram(3);
      long accepted = 0;
      long refused = 0;
      for (var one : running) {
        var counts = one.get(60, TimeUnit.SECONDS);
        micros.add(counts.micros());
        accepted += counts.accepted();
        refused += counts.refused();
      }
      return result(plan, micros, accepted, refused, start, end);
    }
  }

  private static List<byte[]> tokens(Path key) throws IOException {
    var issuer = LocalIssuer.of(key);
    var now = Instant.now();
    return IntStream.range(0, Requests.PATIENTS)
        .mapToObj(patient -> issuer.patient(Requests.patient(patient), now, Duration.ofHours(1))
            .getBytes(StandardCharsets.US_ASCII))
        .toList();
  }

  private static LoadResult result(Plan plan, Histogram micros, long accepted, long refused,
      Cpu start, Cpu end) {
    long count = micros.getTotalCount();
    return new LoadResult(plan.connections(), count * 1e3 / plan.windowMillis(),
        micros.getValueAtPercentile(50) / 1e3, micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3, Figures.microsEach(end.server.minus(start.server), count),
        Figures.microsEach(end.broker.minus(start.broker), count),
        Figures.microsEach(end.self.minus(start.self), count), accepted, refused);
  }

  private static void waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private record Cpu(Duration server, Duration broker, Duration self) {
    static Cpu now(Plan plan) throws IOException {
      return new Cpu(CpuTime.of(plan.server()),
          plan.broker() == 0 ? Duration.ZERO : CpuTime.of(plan.broker()),
          CpuTime.of(ProcessHandle.current().pid()));
    }
  }
}
