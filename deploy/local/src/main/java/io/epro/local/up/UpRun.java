package io.epro.local.up;

import io.epro.local.books.BookReader;
import io.epro.local.books.Books;
import io.epro.local.books.GroupShares;
import io.epro.local.system.Endpoints;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import io.epro.local.token.PatientTokens;
import io.epro.local.traffic.Phone;
import io.epro.local.traffic.ReportSource;
import io.epro.local.traffic.Rhythm;
import io.epro.local.traffic.Traffic;
import io.epro.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run: start in the order of the data, watch, stop in the same order, give the books. */
public final class UpRun {
  private static final int CONNECTIONS = 256;
  private static final long SEED = 20_260_101;
  private static final long TICK_MILLIS = 500;
  private static final Duration TERMINAL_EVERY = Duration.ofSeconds(1);
  private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);
  private static final Duration TOKEN_LIFE = Duration.ofDays(7);
  private static final Duration ANSWERS_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

  private final UpOptions options;
  private final Screen screen;
  private final StopSignal signal;
  private final InstantSource clock;
  private final LocalSystem system;
  private final Path data;

  private UpRun(UpOptions options, Screen screen, StopSignal signal, InstantSource clock) {
    this.options = options;
    this.screen = screen;
    this.signal = signal;
    this.clock = clock;
    this.system = new LocalSystem(options.plan());
    this.data = options.plan().data();
  }

  /** Returns the exit code: 0 when the books balance. Blocks until the limit or a signal. */
  public static int run(UpOptions options) {
    var signal = StopSignal.install();
    int code = 1;
    try {
      code = new UpRun(options, Screen.on(System.out), signal, InstantSource.system()).run();
    } finally {
      signal.finish(code);
    }
    return code;
  }

  private int run() {
    try (system;
        var books = new BookReader(system.kafka().bootstrapServers(),
            system.postgres()::connect);
        var shares = new GroupShares(system.kafka().bootstrapServers())) {
      var begun = start(books);
      var traffic = options.reportsPerSecond().map(this::traffic);
      boolean steady = watch(books, shares, begun);
      return end(books, begun, traffic) && steady ? 0 : 1;
    } catch (IOException e) {
      signal.beginEnd();
      screen.say(signal.asked() ? "Stopped while starting." : "up failed: " + e.getMessage());
      return 1;
    } finally {
      removeEndpoints();
    }
  }

  private Books start(BookReader books) throws IOException {
    long begin = System.nanoTime();
    screen.say("Starting in " + data + ": broker, Postgres, gateway, " + options.processors()
        + (options.processors() == 1 ? " processor" : " processors"));
    system.start();
    var begun = books.read();
    var gateway = system.startGateway();
    system.loadSampleDrugs();
    gateway.awaitReady();
    for (int i = 0; i < options.processors(); i++) {
      system.startProcessor(system.consoleSettings());
    }
    for (var processor : system.processors()) {
      processor.awaitReady();
    }
    var endpoints = endpoints();
    endpoints.write(data);
    screen.say(Welcome.text(endpoints, data, seconds(begin), clock.instant()));
    return begun;
  }

  private Traffic traffic(double reportsPerSecond) {
    var tokens = new PatientTokens(system.issuer(), clock);
    return new Traffic(ReportSource.sample(SEED), Rhythm.trial(reportsPerSecond),
        new Phone(system.gatewayUrl(0), tokens::of), Long.MAX_VALUE, CONNECTIONS, clock,
        (submission, delivery) -> {}).start();
  }

  /** Until time is up or a signal comes; false when a part could not be kept running. */
  private boolean watch(BookReader books, GroupShares shares, Books begun) {
    var supervisor = Supervisor.of(system, options.restarts(), screen::say);
    var latency = new Latency();
    var every = screen.terminal() ? TERMINAL_EVERY : PLAIN_EVERY;
    long begin = System.nanoTime();
    long nextLine = begin;
    try {
      while (!signal.asked() && !isOver(begin)) {
        if (supervisor.check()) {
          endpoints().write(data);
        }
        latency.look(consoles());
        if (System.nanoTime() - nextLine >= 0) {
          nextLine = System.nanoTime() + every.toNanos();
          var elapsed = Duration.ofNanos(System.nanoTime() - begin);
          show(() -> new LiveLine(elapsed, begun, books.glance(), latency.p99(), shares.read()));
        }
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      return true; // by the signal
    } catch (IOException e) {
      signal.beginEnd();
      if (!signal.asked()) {
        screen.say("Giving up: " + e.getMessage());
      }
      return signal.asked();
    }
  }

  /** What the line takes. */
  private interface Look { LiveLine line() throws IOException; }

  private void show(Look look) {
    try {
      screen.live(look.line().toString());
    } catch (IOException e) {
      screen.live("no figures just now: " + e.getMessage());
    }
  }

  private List<String> consoles() {
    return system.processors().stream().map(Program::adminUrl).toList();
  }

  private boolean end(BookReader books, Books begun, Optional<Traffic> traffic)
      throws IOException {
    signal.beginEnd();
    removeEndpoints();
    screen.say("Stopping: patients, gateway, what waits, processors, Postgres, broker.");
    traffic.ifPresent(patients -> patients.stop(ANSWERS_LIMIT));
    system.gateways().forEach(this::stop);
    drain(books);
    system.processors().forEach(Program::terminate);
    system.processors().forEach(this::stop);
    var summary = new Summary(begun, closed(books), traffic.map(Summary.Sent::by));
    screen.say(summary.text());
    return summary.problems().isEmpty() && reconciled();
  }

  /** The same, asked of the very command that production has. */
  private boolean reconciled() {
    try {
      system.runCommand("reconcile");
      return true;
    } catch (IOException e) {
      screen.say("And yet: " + e.getMessage());
      return false;
    }
  }

  /** The books after all work; a broker or database that is just coming back is waited for. */
  private Books closed(BookReader books) throws IOException {
    for (int attempt = 1;; attempt++) {
      try {
        return books.read();
      } catch (IOException e) {
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }

  private void stop(Program program) {
    if (!program.stop(STOP_LIMIT)) {
      screen.say(program.name() + " did not stop within " + STOP_LIMIT.toSeconds()
          + " s and was killed");
    }
  }

  private void drain(BookReader books) throws IOException {
    long begin = System.nanoTime();
    long lag = books.glance().lag();
    while (lag > 0 && System.nanoTime() - begin < DRAIN_LIMIT.toNanos()
        && system.processors().stream().anyMatch(processor -> processor.process().alive())) {
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      lag = books.glance().lag();
    }
    if (lag > 0) {
      screen.say(lag + " records still wait: the next up goes on with them");
    }
  }

  private boolean isOver(long begin) {
    return options.limit().isPresent()
        && System.nanoTime() - begin >= options.limit().get().toNanos();
  }

  private void removeEndpoints() {
    try {
      Endpoints.remove(data);
    } catch (IOException e) {
      screen.say("endpoints.json could not be removed: " + e.getMessage());
    }
  }

  private Endpoints endpoints() {
    return Endpoints.of(system, system.issuer().site(clock.instant(), TOKEN_LIFE));
  }

  private static Duration seconds(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
