package io.epro.gateway.admit;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may send reports.
 *
 * @param patientId the only patient to report for; null for whoever may report for all
 */
public record Sender(@Nullable String patientId) implements Finding {
  /** May report for every patient: a trial site's server, or anyone where nobody is asked. */
  public static final Sender ANYONE = new Sender(null);

  public boolean mayReportFor(String patient) {
    return patientId == null || patientId.equals(patient);
  }

  @Override
  public String toString() {
    return "Sender[redacted]";
  }
}
