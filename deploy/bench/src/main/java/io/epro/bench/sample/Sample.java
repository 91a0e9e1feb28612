package io.epro.bench.sample;

import java.nio.charset.StandardCharsets;

/**
 * One report to measure with.
 *
 * @param timestamp as in the body, epoch milliseconds
 * @param body UTF-8 JSON
 */
public record Sample(String patientId, long timestamp, byte[] body) {
  /** Of the record. */
  public byte[] key() {
    return patientId.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "Sample[redacted]";
  }
}
