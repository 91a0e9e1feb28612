package io.epro.e2e.evidence;

import java.util.Map;

/** What one scenario has for itself on the broker and in the database that all of them share. */
public record Names(String raw, String rejected, String group, String schema) {

  /** @param number that no other scenario has */
  public static Names of(int number) {
    return new Names("raw." + number, "rejected." + number, "group." + number,
        "scenario_" + number);
  }

  public Map<String, String> processorSettings() {
    return Map.of("processor.topics.raw", raw, "processor.topics.rejected", rejected,
        "processor.group", group, "processor.postgres.schema", schema);
  }

  public Map<String, String> gatewaySettings() {
    return Map.of("gateway.topic", raw);
  }
}
