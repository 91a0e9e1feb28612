package io.epro.bench.micro;

import io.epro.processor.sink.RecentIds;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What suspecting retries costs a report: an id that is new, with tables as full as they get, by how
 * many ids are remembered. Two HashSets in turns, which do the same, are there for the scale.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecentIdsBench {
  /** More than twice what is remembered, so that none is found. */
  private static final int IDS = 1 << 22;

  @Param({"65536", "262144", "1048576"})
  private int window;

  private final UUID[] ids = new UUID[IDS];
  private RecentIds recent = new RecentIds(0);
  private Set<UUID> current = new HashSet<>();
  private Set<UUID> previous = new HashSet<>();
  private int next;

  @Setup
  public void fill() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < IDS; i++) {
      ids[i] = new UUID(random.nextLong(), random.nextLong());
    }
    recent = new RecentIds(window);
    for (int i = 0; i < 2 * window; i++) {
      addRecent();
    }
  }

  @Benchmark
  public boolean addRecent() {
    UUID id = advance();
    return recent.add(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  @Benchmark
  public boolean addToHashSets() {
    UUID id = advance();
    boolean before = previous.contains(id);
    if (current.size() == window) {
      var forgotten = previous;
      previous = current;
      current = forgotten;
      current.clear();
    }
    boolean now = !current.add(id);
    return before || now;
  }

  private UUID advance() {
    return ids[next++ & (IDS - 1)];
  }
}
