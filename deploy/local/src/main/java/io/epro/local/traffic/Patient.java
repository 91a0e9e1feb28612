package io.epro.local.traffic;

import java.util.List;

/**
 * A participant of the trial.
 *
 * @param restingHeartRate beats per minute
 * @param drugs what this patient takes: 0 to 4 drug ids
 * @param sendsKeys whether the patient's app sends idempotency keys
 */
record Patient(String id, int restingHeartRate, List<String> drugs, boolean sendsKeys) {
  @Override
  public String toString() {
    return "Patient[redacted]";
  }
}
