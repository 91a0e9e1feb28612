package io.epro.processor.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What this process knows of itself. Thread-safe, and answers at once. */
public interface ProcessView {

  /**
   * How it is.
   *
   * @param reasons why it is not ready; empty when it is
   * @param threads stream threads
   * @param drugs in its dictionary
   * @param knownDrugs lookups that found one
   * @param unknownDrugs lookups that did not
   */
  record Self(String version, long uptimeSeconds, List<String> reasons, int threads, long drugs,
      long knownDrugs, long unknownDrugs) {}

  /** How many reports took at most so many seconds from receipt to commit, since the process began. */
  record Bucket(double seconds, long reports) {}

  /** A key of the configuration: its value, masked if it is a secret, and where it comes from. */
  record Setting(String value, String source) {}

  Self self();

  /** Cumulative, ascending. */
  List<Bucket> latency();

  /** What the dictionary says of a drug. */
  Optional<JsonNode> drug(String drugId);

  SortedMap<String, Setting> settings();
}
