package io.epro.bench.peer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table. Flat, and of types that Flink can copy without Kryo.
 *
 * @param idHigh the first half of the report's id, {@code idLow} the second
 * @param reportedAt epoch milliseconds, as {@code receivedAt}
 * @param medications as JSON
 */
public record ReportRow(String patientId, long idHigh, long idLow, long reportedAt,
    @Nullable Integer heartRate, @Nullable Double temperature, String @Nullable [] symptoms,
    @Nullable String medications, int unknownDrugs, long receivedAt, int partition, long offset,
    byte[] sha256) {

  public UUID id() {
    return new UUID(idHigh, idLow);
  }

  @Override
  public String toString() {
    return "ReportRow[redacted]";
  }
}
