package io.epro.processor.sink;

import io.epro.topics.TraceParent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A raw record with what was derived from it on arrival.
 *
 * @param partition and {@code offset}: where it stands in the raw topic
 * @param key raw bytes, null where the producer gave none
 * @param value raw bytes, null for a tombstone
 * @param reportId from the header, else derived; null where neither is possible
 * @param sha256 of the value, computed here
 * @param receivedAt epoch milliseconds: the header's, else the record's own
 * @param traceId of the W3C trace under which it was sent; null where none was
 */
public record SourceRecord(int partition, long offset, byte @Nullable [] key,
    byte @Nullable [] value, @Nullable UUID reportId, byte[] sha256, long receivedAt,
    @Nullable UUID traceId) {

  /** The trace's id as its 32 digits, for logs and headers. */
  public @Nullable String trace() {
    return traceId == null ? null : TraceParent.digits(traceId);
  }

  @Override
  public String toString() {
    return "SourceRecord[partition=" + partition + ", offset=" + offset + "]";
  }
}
