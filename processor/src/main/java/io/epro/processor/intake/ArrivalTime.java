package io.epro.processor.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When a record arrived, always within what Streams and Postgres can hold: Streams drops records of
 * negative time, or dies on them.
 */
public final class ArrivalTime implements TimestampExtractor {
  /** The last millisecond of the year 9999. */
  private static final long LATEST = 253_402_300_799_999L;

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return bounded(record.timestamp());
  }

  /** What the gateway's header says, else the record's own time. */
  static long of(RawReport raw, long recordTimestamp) {
    return bounded(raw.receivedAt() == RawReport.UNKNOWN ? recordTimestamp : raw.receivedAt());
  }

  private static long bounded(long epochMillis) {
    return Math.clamp(epochMillis, 0, LATEST);
  }
}
