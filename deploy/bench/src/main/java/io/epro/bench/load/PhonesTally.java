package io.epro.bench.load;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What phones saw. Not thread-safe. */
final class PhonesTally {
  private static final List<Integer> PERCENTS = List.of(50, 90, 99, 100);
  private static final List<Integer> SECONDS = List.of(1, 2, 5, 10, 20, 30, 45, 60);

  private final List<Phone> all;
  private final BitSet acknowledged = new BitSet();
  private final long[] servedNanos;
  private final Map<Integer, Long> others = new TreeMap<>();
  private int served;
  private long withoutRetryAfter;
  private long broken;
  private boolean heldBack;
  private int mostOpen;

  PhonesTally(List<Phone> all) {
    this.all = all;
    this.servedNanos = new long[all.size()];
  }

  /** @param nanos since all began */
  void answered(Phone phone, long nanos) {
    var answer = phone.answer();
    if (answer.status() == Tally.ACCEPTED) {
      acknowledged.set(phone.number());
      phone.accepted();
      if (phone.served()) {
        servedNanos[served] = nanos;
        served++;
      }
    } else {
      others.merge(answer.status(), 1L, Long::sum);
      withoutRetryAfter += answer.retryAfter() < 0 ? 1 : 0;
    }
  }

  void broken() {
    broken++;
  }

  void heldBack() {
    heldBack = true;
  }

  /** Connections that are open now. */
  void open(int count) {
    mostOpen = Math.max(mostOpen, count);
  }

  int served() {
    return served;
  }

  BitSet acknowledged() {
    return acknowledged;
  }

  PhonesSeen seen() {
    var attempts = all.stream()
        .collect(Collectors.toMap(Phone::attempts, phone -> 1, Integer::sum, TreeMap::new));
    return new PhonesSeen(all.size(), served, servedMillis(), servedBy(), attempts, others,
        withoutRetryAfter, broken, mostOpen, heldBack);
  }

  /** They were served in the order of time. */
  private Map<Integer, Long> servedMillis() {
    return served == 0 ? Map.of() : PERCENTS.stream().collect(Collectors.toMap(percent -> percent,
        percent -> TimeUnit.NANOSECONDS
            .toMillis(servedNanos[Math.max(0, Math.ceilDiv(served * percent, 100) - 1)]),
        (a, b) -> a, TreeMap::new));
  }

  private Map<Integer, Integer> servedBy() {
    return SECONDS.stream().collect(Collectors.toMap(seconds -> seconds,
        seconds -> (int) Arrays.stream(servedNanos, 0, served)
            .filter(nanos -> nanos <= TimeUnit.SECONDS.toNanos(seconds)).count(),
        (a, b) -> a, TreeMap::new));
  }
}
