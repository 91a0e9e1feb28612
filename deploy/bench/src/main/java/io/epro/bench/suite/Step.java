package io.epro.bench.suite;

import java.util.List;

/**
 * A bench as the suite runs it.
 *
 * @param rounds in how many of the suite's it takes part, from the first one on
 */
record Step(String bench, List<String> arguments, int rounds) {
  private static final int ALL = Integer.MAX_VALUE;

  /** Short enough that three rounds take less than 20 minutes on two cores. */
  static final List<Step> STANDING = List.of(
      some(1, "soak", "--for 60s --kills 12s --seed 7 --no-growth"),
      each("acks", "--connections 1000 --warm-up 8 --seconds 6 --peer"),
      some(2, "overload", "--warm-up 5 --seconds 9 --phones 0"),
      each("drain", "--reports 900000 --warm-up 400000"),
      each("latency", "--share 50 --reports 600000 --settle 5 --seconds 15"),
      each("drugs",
          "--drugs 1000 --stores SHARDED,CONCURRENT_MAP --load 0 --warm-up 3 --seconds 2"),
      each("start", "--only JDK_ARCHIVE,AOT_CACHE --reports 200000"));

  private static Step each(String bench, String arguments) {
    return new Step(bench, List.of(arguments.split(" ")), ALL);
  }

  private static Step some(int rounds, String bench, String arguments) {
    return new Step(bench, List.of(arguments.split(" ")), rounds);
  }

  /** As one would type it. */
  String command() {
    return "deploy/bench/" + bench + " " + String.join(" ", arguments);
  }
}
