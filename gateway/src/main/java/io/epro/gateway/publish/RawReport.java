package io.epro.gateway.publish;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report as it goes into the topic. The arrays are handed over: nobody writes to them again.
 *
 * @param body the request's bytes, untouched
 * @param sha256 32 bytes, of the body
 * @param receivedAt epoch milliseconds
 * @param traceparent as the client sent it, where it is well-formed
 */
public record RawReport(String patientId, byte[] body, UUID id, byte[] sha256, long receivedAt,
    @Nullable String traceparent) {
  @Override
  public String toString() {
    return "RawReport[" + id + ", redacted]";
  }
}
