package io.epro.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time of a JVM's own threads, looked at again and again, since HotSpot ends compiler threads that have
 * nothing to do: what such a thread used up to the last look stays counted. Linux only.
 */
public final class JvmThreads {
  /** By the names that HotSpot gives its threads. */
  public enum Kind {
    COMPILER("C1 Comp", "C2 Comp"), COLLECTOR("G1 ", "GC Thread", "VM Thread", "ZDriver",
        "ZWorker");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    Kind(String... names) {
      this.names = List.of(names);
    }

    boolean is(String name) {
      return names.stream().anyMatch(name::startsWith);
    }
  }

  private record Used(Kind kind, long ticks) {}

  private final Path tasks;
  private final Map<String, Used> threads = new HashMap<>();

  public JvmThreads(long pid) {
    this.tasks = Path.of("/proc", Long.toString(pid), "task");
  }

  /** Reads what they have used until now. */
  public void look() throws IOException {
    try (var all = Files.list(tasks)) {
      for (var thread : all.toList()) {
        look(thread);
      }
    } catch (NoSuchFileException e) {
      // The process has ended.
    }
  }

  private void look(Path thread) throws IOException {
    try {
      var name = Files.readString(thread.resolve("comm"));
      for (var kind : Kind.values()) {
        if (kind.is(name)) {
          long[] ticks = CpuTime.ticks(thread.resolve("stat"));
          threads.put(thread.getFileName().toString(), new Used(kind, ticks[0] + ticks[1]));
        }
      }
    } catch (NoSuchFileException e) {
      // It ended in between.
    }
  }

  public Duration of(Kind kind) {
    return CpuTime.duration(threads.values().stream().filter(used -> used.kind() == kind)
        .mapToLong(Used::ticks).sum());
  }
}
