package io.epro.e2e.load;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One report to send. Sending the same one again is a duplicate; another with the same id and other
 * bytes is a conflict.
 *
 * @param key the client's idempotency key
 * @param reasons why it is invalid, each as code, space, JSON pointer; empty when it is valid
 */
public record Sample(String patientId, UUID reportId, byte[] body, Digest digest,
    Optional<UUID> key, Set<String> reasons) {
  @Override
  public String toString() {
    return "Sample[" + reportId + "]";
  }
}
