package io.epro.gateway.receive;

import org.jspecify.annotations.Nullable;

/** What a scan of a body found. */
sealed interface ScanResult {

  /**
   * One JSON object with a patient.
   *
   * @param timestamp epoch milliseconds as the report says, 0 where it has none that is an integer
   */
  record Scanned(String patientId, long timestamp) implements ScanResult {
    @Override
    public String toString() {
      return "Scanned[redacted]";
    }
  }

  /**
   * Not one JSON object, or over a limit.
   *
   * @param detail what is wrong and where, in our own words: never the input's
   * @param pointer to the field at fault (RFC 6901), where it is one of the report's
   */
  record Malformed(String detail, @Nullable String pointer) implements ScanResult {
    Malformed(String detail) {
      this(detail, null);
    }
  }

  /** One JSON object without a usable {@code patientId}. */
  record NoPatient() implements ScanResult {}
}
