package io.epro.processor.command;

import io.epro.config.Durations;
import io.epro.processor.redrive.Rejections;
import io.epro.processor.redrive.Selection;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which open rejections a command is about. */
final class SelectionOptions {
  private static final String PATIENT = "patient";
  private static final String PARTITION = "partition";

  @Option(names = "--code", split = ",", paramLabel = "CODE",
      description = "Those with one of these among their reasons: out_of_range, malformed_json, …")
  private List<String> codes = List.of();

  @Option(names = "--since", paramLabel = "TIME",
      description = "Those rejected then or later: 2026-03-01T00:00:00Z, or how long ago: 24h.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME",
      description = "Those rejected before then, in the same form (default: now).")
  private @Nullable String until;

  @Option(names = "--patient", paramLabel = "ID", description = "Those of this patient.")
  private @Nullable String patientId;

  @Option(names = "--partition", paramLabel = "N", description = "Those of this partition.")
  private @Nullable Integer partition;

  @Option(names = "--where", paramLabel = "FIELD=VALUE",
      description = "The last two in another form: --where patient=ID, --where partition=N.")
  private Map<String, String> where = Map.of();

  /**
   * @param rejections by whose clock
   * @throws IllegalArgumentException when a time or a condition is of no known form
   */
  Selection selection(Rejections rejections) {
    var unknown = new TreeSet<>(where.keySet());
    unknown.removeAll(Set.of(PATIENT, PARTITION));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("--where knows patient and partition, not "
          + String.join(", ", unknown));
    }
    Instant now = rejections.now();
    Instant end = until == null ? now : time(until, now);
    return new Selection(codes, since == null ? null : time(since, now),
        end.isBefore(now) ? end : now,
        patientId == null ? where.get(PATIENT) : patientId,
        partition == null ? number(where.get(PARTITION)) : partition);
  }

  /** Whether any of them is given. */
  boolean narrows() {
    return !codes.isEmpty() || since != null || until != null || patientId != null
        || partition != null || !where.isEmpty();
  }

  private static @Nullable Integer number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no partition's number", e);
    }
  }

  /** @param now from which a duration goes back */
  static Instant time(String text, Instant now) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      try {
        return now.minus(Durations.parse(text));
      } catch (IllegalArgumentException neither) {
        throw new IllegalArgumentException("\"" + text
            + "\" is no time: write 2026-03-01T00:00:00Z, or how long ago, like 24h", neither);
      }
    }
  }
}
