package io.epro.processor.replay;

import java.util.Map;
import java.util.regex.Pattern;

/** What a replay is called, and what follows from that: its schema, its group, its books. */
public record ReplayName(String name) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** @throws IllegalArgumentException when it is of no form that all of these can have */
  public ReplayName {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("a replay's name begins with a letter and has up to 40"
          + " lower-case letters, digits and underscores, not \"" + name + "\"");
    }
  }

  public String schema() {
    return "replay_" + name;
  }

  /** @param live group of the live pipeline */
  public String group(String live) {
    return live + "-replay-" + name;
  }

  public String pipeline() {
    return "replay-" + name;
  }

  /** The settings in which it differs from the live pipeline. */
  public Map<String, String> settings(String liveGroup) {
    return Map.of("processor.pipeline", pipeline(), "processor.group", group(liveGroup),
        "processor.postgres.schema", schema(), "processor.postgres.migrate", "true");
  }

  @Override
  public String toString() {
    return name;
  }
}
