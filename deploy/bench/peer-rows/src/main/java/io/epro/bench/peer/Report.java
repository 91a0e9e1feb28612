package io.epro.bench.peer;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body, bound as a whole. */
record Report(String patientId, long timestamp, @Nullable Vitals vitals,
    @Nullable List<String> symptoms, @Nullable List<Medication> medications) {

  record Vitals(@Nullable Integer heartRate, @Nullable Double temp) {}

  record Medication(String drugId, BigDecimal doseMg) {}

  @Override
  public String toString() {
    return "Report[redacted]";
  }
}
