package io.epro.bench.sample;

/**
 * One report to measure with.
 *
 * @param timestamp as in the body, epoch milliseconds
 * @param body UTF-8 JSON
 */
public record Sample(String patientId, long timestamp, byte[] body) {
  @Override
  public String toString() {
    return "Sample[redacted]";
  }
}
