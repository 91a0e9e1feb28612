package io.epro.bench.spring.consumer;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param medications as JSON
 * @param receivedAt epoch milliseconds
 */
record Row(UUID id, Report report, @Nullable String medications, int unknownDrugs, long receivedAt,
    int partition, long offset, byte[] sha256) {

  @Nullable
  Integer heartRate() {
    var vitals = report.vitals();
    return vitals == null ? null : vitals.heartRate();
  }

  @Nullable
  Double temperature() {
    var vitals = report.vitals();
    return vitals == null ? null : vitals.temp();
  }

  /** For a statement's parameter; null when the report had no such field. */
  Object @Nullable [] symptoms() {
    List<String> symptoms = report.symptoms();
    return symptoms == null ? null : symptoms.toArray();
  }

  @Override
  public String toString() {
    return "Row[redacted]";
  }
}
