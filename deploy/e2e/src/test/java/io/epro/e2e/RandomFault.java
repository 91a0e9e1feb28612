package io.epro.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One fault as it was drawn.
 *
 * @param from since the load began
 * @param lasts until it is mended
 */
record RandomFault(Target target, Deed deed, Duration from, Duration lasts) {

  /** What may happen. */
  enum Deed {
    /** SIGKILL; mended by a start. */
    KILLED(4_000),
    /** SIGSTOP, until SIGCONT. */
    FROZEN(9_000),
    /** SIGTERM, which it must obey; mended by a start. */
    STOPPED(2_000),
    /** Started, though there are enough; stopped again at the end. */
    ADDED(8_000),
    /** Every byte late, some of them very. */
    SLOW(8_000);

    /** To a program that is to run; killed as often as all else. */
    private static final List<Deed> TO_ONE = List.of(KILLED, KILLED, FROZEN, STOPPED);

    private final int longestMillis;

    Deed(int longestMillis) {
      this.longestMillis = longestMillis;
    }

    int longestMillis() {
      return longestMillis;
    }
  }

  /** To what. */
  enum Target {
    PROCESSOR_1(Deed.TO_ONE), PROCESSOR_2(Deed.TO_ONE), PROCESSOR_3(List.of(Deed.ADDED)),
    GATEWAY_1(Deed.TO_ONE), GATEWAY_2(Deed.TO_ONE), BROKER(Deed.TO_ONE), POSTGRES(Deed.TO_ONE),
    WAY_TO_POSTGRES(List.of(Deed.SLOW));

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Deed> deeds;

    Target(List<Deed> deeds) {
      this.deeds = deeds;
    }

    List<Deed> deeds() {
      return deeds;
    }
  }

  Duration until() {
    return from.plus(lasts);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s at %.1f s for %.1f s",
        target.name().toLowerCase(Locale.ROOT), deed.name().toLowerCase(Locale.ROOT),
        from.toMillis() / 1e3, lasts.toMillis() / 1e3);
  }
}
