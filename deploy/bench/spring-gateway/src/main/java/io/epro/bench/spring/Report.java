package io.epro.bench.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body, bound as a whole. */
record Report(@Nullable String patientId, @Nullable Long timestamp, @Nullable Vitals vitals,
    @Nullable List<String> symptoms, @Nullable List<Medication> medications) {

  record Vitals(@Nullable Integer heartRate, @Nullable Double temp) {}

  record Medication(@Nullable String drugId, @Nullable Double doseMg) {}

  @Override
  public String toString() {
    return "Report[redacted]";
  }
}
