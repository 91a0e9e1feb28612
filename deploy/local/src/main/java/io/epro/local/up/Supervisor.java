package io.epro.local.up;

import io.epro.local.process.ChildProcess;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sees to it that what was started keeps running: reports a child that ended, and starts it again.
 * Confined to one thread.
 */
final class Supervisor {
  private static final int MOST_RESTARTS = 5;
  private static final long STEADY_NANOS = Duration.ofSeconds(30).toNanos();

  /** Starts a part again. It need not be ready: it may wait for another one that is down as well. */
  @FunctionalInterface
  interface Restart { void run() throws IOException; }

  private record Part(String name, Supplier<ChildProcess> process, Restart restart) {}

  /** How often a part ended in quick succession. */
  private record Falls(int count, long last) {}

  private final boolean restarts;
  private final Consumer<String> say;
  private final LongSupplier ticker;
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, Falls> falls = new HashMap<>();
  private final Set<Long> reported = new HashSet<>();

  Supervisor(boolean restarts, Consumer<String> say, LongSupplier ticker) {
    this.restarts = restarts;
    this.say = say;
    this.ticker = ticker;
  }

  static Supervisor of(LocalSystem system, boolean restarts, Consumer<String> say) {
    var supervisor = new Supervisor(restarts, say, System::nanoTime);
    supervisor.watch("the broker", system.kafka()::process, system.kafka()::start);
    supervisor.watch("Postgres", system.postgres()::process, system.postgres()::start);
    system.gateways().forEach(program -> supervisor.watch(program.name(), program::process,
        program::start));
    system.processors().forEach(program -> supervisor.watch(program.name(), program::process,
        program::start));
    return supervisor;
  }

  void watch(String name, Supplier<ChildProcess> process, Restart restart) {
    parts.add(new Part(name, process, restart));
  }

  /**
   * Looks after all parts once.
   *
   * @return whether something was started again
   * @throws IOException when a part cannot be kept running
   */
  boolean check() throws IOException {
    boolean restarted = false;
    for (var part : parts) {
      var process = part.process().get();
      var code = process.exitCode();
      if (code.isEmpty()) {
        continue;
      }
      if (reported.add(process.pid())) {
        say.accept(part.name() + " (process " + process.pid() + ") ended: " + reason(code)
            + (restarts ? "; starting it again" : ""));
      }
      if (restarts) {
        countFall(part, process);
        restarted |= restarted(part);
      }
    }
    return restarted;
  }

  private boolean restarted(Part part) {
    try {
      part.restart().run();
    } catch (IOException e) {
      say.accept(part.name() + " does not start: " + e.getMessage());
      return false;
    }
    say.accept(part.name() + " is started again (process " + part.process().get().pid() + ")");
    return true;
  }

  private void countFall(Part part, ChildProcess process) throws IOException {
    long now = ticker.getAsLong();
    var before = falls.get(part.name());
    int count = before == null || now - before.last() > STEADY_NANOS ? 1 : before.count() + 1;
    falls.put(part.name(), new Falls(count, now));
    if (count > MOST_RESTARTS) {
      throw new IOException(part.name() + " does not keep running: " + process.diagnosis());
    }
  }

  private static String reason(OptionalInt code) {
    int value = code.orElse(0);
    return value > 128 && value < 160 ? "signal " + (value - 128) : "exit code " + value;
  }
}
