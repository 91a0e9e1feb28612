package io.epro.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Headers of a raw record. All are optional to a reader: anyone may publish to the topic, so a header
 * that is missing or of the wrong length reads as absent.
 */
public final class ReportHeaders {
  /** 16 bytes, big-endian. */
  public static final String REPORT_ID = "report-id";
  /** 32 bytes: SHA-256 of the value. */
  public static final String CONTENT_SHA256 = "content-sha256";
  /** int64, big-endian: epoch milliseconds at which the gateway had the whole body. */
  public static final String RECEIVED_AT = "received-at";
  /** W3C trace context, as the client sent it (ASCII). */
  public static final String TRACEPARENT = "traceparent";
  /** Of records that were made of a raw one: the id of its trace, 32 hexadecimal digits (ASCII). */
  public static final String TRACE_ID = "trace-id";
  /** Of a record that was rejected and published again: {@code partition:offset} of before (ASCII). */
  public static final String REDRIVEN_FROM = "redriven-from";

  private static final int ID_LENGTH = 16;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.BIG_ENDIAN);

  private ReportHeaders() {}

  /** The id's {@value #ID_LENGTH} bytes, not to be written to; null if absent. */
  public static byte @Nullable [] reportIdBytes(Headers headers) {
    return last(headers, REPORT_ID, ID_LENGTH);
  }

  public static Optional<UUID> reportId(Headers headers) {
    byte[] value = reportIdBytes(headers);
    if (value == null) {
      return Optional.empty();
    }
    var bytes = ByteBuffer.wrap(value);
    return Optional.of(new UUID(bytes.getLong(), bytes.getLong()));
  }

  public static OptionalLong receivedAt(Headers headers) {
    byte[] value = last(headers, RECEIVED_AT, Long.BYTES);
    return value == null ? OptionalLong.empty() : OptionalLong.of((long) LONG.get(value, 0));
  }

  /** Well-formed, not to be written to; null if absent or of another form. */
  public static byte @Nullable [] traceParent(Headers headers) {
    var header = headers.lastHeader(TRACEPARENT);
    return header == null || header.value() == null || !TraceParent.isValid(header.value())
        ? null : header.value();
  }

  public static byte[] encode(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static byte @Nullable [] last(Headers headers, String name, int length) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null || header.value().length != length
        ? null : header.value();
  }
}
