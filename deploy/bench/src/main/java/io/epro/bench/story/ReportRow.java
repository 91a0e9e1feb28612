package io.epro.bench.story;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the service's table; one that is used again is filled anew as a whole. Confined to one thread. */
final class ReportRow {
  String patientId = "";
  UUID reportId = new UUID(0, 0);
  /** Epoch milliseconds, as {@code receivedAt}. */
  long reportedAt;
  long receivedAt;
  @Nullable
  Integer heartRate;
  @Nullable
  Double temperature;
  /** Postgres' text of an array. */
  @Nullable
  String symptoms;
  /** JSON. */
  @Nullable
  String medications;
  int unknownDrugs;

  @Override
  public String toString() {
    return "ReportRow[redacted]";
  }
}
