package io.epro.e2e;

import java.util.Map;

/** How the processors' group shares its partitions. */
enum Protocol {
  STREAMS(Map.of("processor.group-protocol", "STREAMS")),
  /** With the shortest session that a broker allows by default: a killed member is missed sooner. */
  CLASSIC(Map.of("processor.group-protocol", "CLASSIC",
      "processor.session-timeout", "6s"));

  @SuppressWarnings("ImmutableEnumChecker") // Map.of
  private final Map<String, String> settings;

  Protocol(Map<String, String> settings) {
    this.settings = settings;
  }

  Map<String, String> settings() {
    return settings;
  }
}
