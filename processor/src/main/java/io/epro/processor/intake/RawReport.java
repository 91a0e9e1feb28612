package io.epro.processor.intake;

import io.epro.topics.ReportHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A raw record's value with what its headers say, all of which may be missing: anyone may publish to the
 * topic.
 *
 * @param value null for a tombstone
 * @param reportId 16 bytes, not to be written to
 * @param receivedAt epoch milliseconds, or {@link #UNKNOWN}
 * @param traceParent well-formed, not to be written to
 */
record RawReport(byte @Nullable [] value, byte @Nullable [] reportId, long receivedAt,
    byte @Nullable [] traceParent) {
  static final long UNKNOWN = Long.MIN_VALUE;

  /**
   * Reads the headers and takes them off the record: Streams copies all headers for each node and encodes
   * all their names to measure the record, and nobody behind here needs them.
   */
  static final class Reader implements Deserializer<RawReport> {
    @Override
    public RawReport deserialize(String topic, byte @Nullable [] value) {
      return new RawReport(value, null, UNKNOWN, null);
    }

    @Override
    public RawReport deserialize(String topic, Headers headers, byte @Nullable [] value) {
      var raw = new RawReport(value, ReportHeaders.reportIdBytes(headers),
          ReportHeaders.receivedAt(headers).orElse(UNKNOWN), ReportHeaders.traceParent(headers));
      for (var each = headers.iterator(); each.hasNext();) {
        each.next();
        each.remove();
      }
      return raw;
    }
  }

  @Override
  public String toString() {
    return "RawReport[redacted]";
  }
}
