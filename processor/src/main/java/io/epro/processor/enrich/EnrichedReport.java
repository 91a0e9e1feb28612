package io.epro.processor.enrich;

import io.epro.processor.validate.Report;
import org.jspecify.annotations.Nullable;

/**
 * A valid report with its medications as they will be stored.
 *
 * @param medicationsJson UTF-8 JSON array, one object a medication; null where the report had none
 * @param unknownDrugs how many of them the dictionary does not know
 */
public record EnrichedReport(Report report, byte @Nullable [] medicationsJson,
    int unknownDrugs) {
  @Override
  public String toString() {
    return "EnrichedReport[redacted]";
  }
}
