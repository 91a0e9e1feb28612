package io.epro.bench.acks;

import java.util.Locale;

/** One run against one server. */
record AckRun(String server, LoadResult seen) {
  static final String DURABLE = "gateway";
  /** The same with a token in each request. */
  static final String TOKENS = "with tokens";
  static final String INSTANT = "without Kafka";

  String inWords() {
    return String.format(Locale.ROOT, "  %-14s %5d connections %,9.0f acks/s", server,
        seen.connections(), seen.perSecond());
  }
}
