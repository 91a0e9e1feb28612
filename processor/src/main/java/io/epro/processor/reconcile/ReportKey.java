package io.epro.processor.reconcile;

import java.util.UUID;

/**
 * Under which a report is stored.
 *
 * @param sha256 of its bytes
 */
public record ReportKey(String patientId, UUID reportId, byte[] sha256) {

  @Override
  public String toString() {
    return "ReportKey[redacted]";
  }
}
