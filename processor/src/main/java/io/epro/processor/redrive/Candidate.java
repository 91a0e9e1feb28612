package io.epro.processor.redrive;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record that may be published again.
 *
 * @param key under which it is published: the patient's id, where one was read
 * @param value the raw bytes as they were received; null for a tombstone
 * @param receivedAt epoch milliseconds
 * @param traceId of the W3C trace under which it was sent; null where none was
 * @param chances how many its report has had
 */
public record Candidate(Coordinates at, byte @Nullable [] key, byte @Nullable [] value,
    @Nullable UUID reportId, long receivedAt, @Nullable UUID traceId, int chances) {

  @Override
  public String toString() {
    return "Candidate[at=" + at + ", chances=" + chances + "]";
  }
}
