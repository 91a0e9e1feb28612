package io.epro.local.traffic;

import java.util.Optional;
import java.util.UUID;

/**
 * What a phone sends. {@code toString} leaves the body out, as if the patients were real.
 *
 * @param idempotencyKey some versions of the app send one, some do not
 */
public record Submission(String patientId, byte[] body, Optional<UUID> idempotencyKey, Kind kind) {

  /** What it was made to be; all but {@code REFUSED} are accepted by the gateway. */
  public enum Kind {
    VALID, UNKNOWN_DRUG, RETRY, INVALID, CONFLICT, REFUSED
  }

  @Override
  public String toString() {
    return "Submission[" + kind + ", " + body.length + " bytes]";
  }
}
