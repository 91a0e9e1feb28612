package io.epro.bench.soak;

import java.util.Locale;

/**
 * One program killed or frozen.
 *
 * @param at seconds since the load began
 * @param lasts seconds until it is started again or goes on
 */
record Blow(double at, Target target, Deed deed, double lasts) {

  /** The others are left alone, so that one life of each kind is as long as the run. */
  enum Target {
    GATEWAY, PROCESSOR, BROKER, POSTGRES;

    String inWords() {
      return switch (this) {
        case GATEWAY -> "gateway-1";
        case PROCESSOR -> "processor-1";
        case BROKER -> "broker";
        case POSTGRES -> "Postgres";
      };
    }
  }

  enum Deed {
    KILLED, FROZEN
  }

  String inWords() {
    return String.format(Locale.ROOT, "%s %s at %.0f s for %.1f s", target.inWords(),
        deed.name().toLowerCase(Locale.ROOT), at, lasts);
  }
}
