package io.epro.processor.validate;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A report that keeps every rule. What was absent is absent here, never zero or empty.
 *
 * @param timestamp epoch milliseconds
 * @param heartRate beats per minute
 * @param temperature degrees Celsius
 */
public record Report(String patientId, long timestamp, OptionalInt heartRate,
    OptionalDouble temperature, @Nullable List<String> symptoms,
    @Nullable List<Medication> medications) {

  /**
   * A medicine taken.
   *
   * @param doseMg milligrams, the JSON number as it was written
   */
  public record Medication(String drugId, String doseMg) {
    @Override
    public String toString() {
      return "Medication[redacted]";
    }
  }

  @Override
  public String toString() {
    return "Report[redacted]";
  }
}
