package io.epro.bench.soak;

import io.epro.bench.soak.Blow.Target;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Signals;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The system's processes: blows fall, and are mended, by one thread; others may ask what runs now.
 */
final class Parts {
  private static final int MOST_FALLS = 5;

  @FunctionalInterface
  private interface Start { void run() throws IOException; }

  private record Kept(Supplier<ChildProcess> process, Start start, Runnable kill,
      Optional<String> admin) {}

  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final Map<String, Part> now = new LinkedHashMap<>();
  private final List<String> falls = new ArrayList<>();
  private final DoubleSupplier clock;

  /** @param clock seconds since the load began */
  Parts(LocalSystem system, DoubleSupplier clock) {
    this.clock = clock;
    system.gateways().forEach(this::keep);
    system.processors().forEach(this::keep);
    keep(Target.BROKER.inWords(), new Kept(system.kafka()::process, system.kafka()::start,
        system.kafka()::kill, Optional.empty()));
    keep(Target.POSTGRES.inWords(), new Kept(system.postgres()::process, system.postgres()::start,
        system.postgres()::kill, Optional.empty()));
  }

  private void keep(Program program) {
    var name = program.name().equals("gateway") ? "gateway-1" : program.name();
    keep(name, new Kept(program::process, program::start, program::kill,
        Optional.of(program.adminUrl())));
  }

  private void keep(String name, Kept part) {
    kept.put(name, part);
    now.put(name, new Part(name, part.process().get().pid(), 1, 0, part.admin()));
  }

  /** As they run, or ran until just now. */
  synchronized List<Part> now() {
    return List.copyOf(now.values());
  }

  /** What ended without a blow, in words. */
  synchronized List<String> falls() {
    return List.copyOf(falls);
  }

  void strike(Blow blow) throws IOException {
    switch (blow.deed()) {
      case KILLED -> part(blow).kill().run();
      case FROZEN -> Signals.freezeTree(part(blow).process().get().pid());
    }
  }

  /** Returns when it runs again; broker and database serve by then, programs need a moment. */
  void mend(Blow blow) throws IOException {
    switch (blow.deed()) {
      case KILLED -> start(blow.target().inWords(), part(blow));
      case FROZEN -> Signals.thawTree(part(blow).process().get().pid());
    }
  }

  /** Notes what has ended by itself, and starts it again. */
  void lookAfter() throws IOException {
    for (var entry : kept.entrySet()) {
      var process = entry.getValue().process().get();
      if (!process.alive()) {
        fell(entry.getKey() + " ended by itself at " + Math.round(clock.getAsDouble())
            + " s: " + process.diagnosis());
        start(entry.getKey(), entry.getValue());
      }
    }
  }

  private synchronized void fell(String what) throws IOException {
    falls.add(what);
    if (falls.size() > MOST_FALLS) {
      throw new IOException("too much ended by itself: " + falls);
    }
  }

  private void start(String name, Kept part) throws IOException {
    double since = clock.getAsDouble();
    part.start().run();
    long pid = part.process().get().pid();
    synchronized (this) {
      now.computeIfPresent(name,
          (_, before) -> new Part(name, pid, before.life() + 1, since, part.admin()));
    }
  }

  private Kept part(Blow blow) {
    var part = kept.get(blow.target().inWords());
    if (part == null) {
      throw new IllegalStateException("there is no " + blow.target());
    }
    return part;
  }
}
