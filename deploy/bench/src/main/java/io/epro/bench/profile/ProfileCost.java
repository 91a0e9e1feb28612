package io.epro.bench.profile;

import io.epro.bench.measure.Machine;
import io.epro.local.system.Jars;
import io.epro.profile.ProfileFormat;
import io.epro.profile.ProfileRequest;
import io.epro.profile.ProfileType;
import io.epro.profile.Profiler;
import io.epro.profile.Profiler.Recorded;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The CPU of a report through our stages (validate, enrich, encode; two threads) while a profile of each
 * type is taken, against the seconds just before it: the types take turns, and CPU is counted by thread,
 * so that other work on the machine hits all alike. Argument 0 is the number of rounds.
 */
public final class ProfileCost {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final int SECONDS = 4;

  private final List<Worker> workers = List.of(new Worker("worker-1"), new Worker("worker-2"));

  private ProfileCost() {}

  /**
   * One profile beside the time before it.
   *
   * @param ratio CPU of a report, with by without
   * @param others what all other threads used more, of what the workers used
   * @param afterMillis CPU of making the flame graph, once the recording was done
   */
  private record Cost(double ratio, double others, double afterMillis) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    System.out.println(Machine.here(Jars.repository()).inWords());
    new ProfileCost().run(rounds);
    // The workers are daemons.
  }

  private void run(int rounds) throws IOException, InterruptedException {
    LockSupport.parkNanos(WARM_UP.toNanos());
    Map<ProfileType, List<Cost>> costs = new EnumMap<>(ProfileType.class);
    try (var profiler = new Profiler()) {
      for (int round = 0; round <= rounds; round++) {
        for (var type : ProfileType.values()) {
          var cost = cost(profiler, type);
          // The first recording of a JVM starts Flight Recorder as well.
          if (round > 0) {
            costs.computeIfAbsent(type, unknown -> new ArrayList<>()).add(cost);
          }
        }
      }
    }
    System.out.println(
        "type   CPU a report, with / without (lowest, highest)   other threads   afterwards");
    costs.forEach((type, all) -> {
      var ratios = all.stream().mapToDouble(Cost::ratio).sorted().toArray();
      System.out.printf(Locale.ROOT, "%-5s  %.3f (%.3f, %.3f)   %+.1f %%   %.0f ms%n", type.word(),
          ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1],
          100 * median(all.stream().mapToDouble(Cost::others).sorted().toArray()),
          median(all.stream().mapToDouble(Cost::afterMillis).sorted().toArray()));
    });
  }

  private Cost cost(Profiler profiler, ProfileType type) throws IOException, InterruptedException {
    var before = Reading.of(workers);
    LockSupport.parkNanos(Duration.ofSeconds(SECONDS - 1).toNanos());
    var alone = Reading.of(workers);
    // Asked every second, so the readings lie inside the recording.
    var during = new ArrayList<Reading>();
    var cpu = new ArrayList<Long>();
    var outcome = profiler.take(
        new ProfileRequest(type, Duration.ofSeconds(SECONDS), ProfileFormat.FLAMEGRAPH), () -> {
          during.add(Reading.of(workers));
          cpu.add(ownCpu());
          return true;
        });
    double afterMillis = (ownCpu() - cpu.getLast()) / 1e6;
    if (!(outcome instanceof Recorded(var profile))) {
      throw new IllegalStateException("no profile: " + outcome);
    }
    profile.close();
    var first = during.getFirst();
    var last = during.getLast();
    return new Cost(last.nanosPerReport(first) / alone.nanosPerReport(before),
        last.others(first) - alone.others(before), afterMillis);
  }

  private static long ownCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}
