package io.epro.gateway.receive;

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

  /** @param detail what is wrong and where, in our own words: never the input's */
  record Malformed(String detail) implements ScanResult {}

  /** One JSON object without a usable {@code patientId}. */
  record NoPatient() implements ScanResult {}
}
