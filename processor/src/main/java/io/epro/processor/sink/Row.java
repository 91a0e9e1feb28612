package io.epro.processor.sink;

import io.epro.processor.enrich.Enrichment;
import io.epro.processor.validate.Report;
import io.epro.report.ReportText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way through the stages: where it stands, what was derived from it, and the valid report in
 * it with what the dictionary adds. There is one for each task, overwritten by the next record; the batch
 * takes its bytes, not the row. Confined to one thread.
 *
 * <p>{@link #begin} forgets the id, the trace, the report and the enrichment of the record before; the hash is always
 * computed anew into the same array.
 */
public final class Row implements Judged {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.BIG_ENDIAN);
  private static final int SHA256_BYTES = 32;

  private final byte[] sha256 = new byte[SHA256_BYTES];
  private int partition;
  private long offset;
  private byte @Nullable [] key;
  private byte @Nullable [] value;
  private long receivedAt;
  private boolean hasId;
  private long idHigh;
  private long idLow;
  private boolean hasTrace;
  private long traceHigh;
  private long traceLow;
  private @Nullable Report report;
  private @Nullable Enrichment enrichment;

  /**
   * Begins with a record.
   *
   * @param receivedAt epoch milliseconds
   */
  public void begin(int partition, long offset, byte @Nullable [] key, byte @Nullable [] value,
      long receivedAt) {
    this.partition = partition;
    this.offset = offset;
    this.key = key;
    this.value = value;
    this.receivedAt = receivedAt;
    hasId = false;
    hasTrace = false;
    report = null;
    enrichment = null;
  }

  /** @param id 16 bytes */
  public void reportId(byte[] id) {
    reportId((long) LONG.get(id, 0), (long) LONG.get(id, Long.BYTES));
  }

  public void reportId(UUID id) {
    reportId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private void reportId(long high, long low) {
    hasId = true;
    idHigh = high;
    idLow = low;
  }

  /** The two halves of the id of the trace under which it was sent. */
  public void trace(long high, long low) {
    hasTrace = true;
    traceHigh = high;
    traceLow = low;
  }

  public void report(Report valid) {
    report = valid;
  }

  public void enrichment(Enrichment added) {
    enrichment = added;
  }

  public boolean hasReportId() {
    return hasId;
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long rawBytes() {
    return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
  }

  public byte @Nullable [] key() {
    return key;
  }

  /** Whom the record's key names, where it is a patient's id: the gateway puts it there. */
  public @Nullable String patientOfKey() {
    return key == null || !ReportText.isPatientId(key, 0, key.length) ? null
        : new String(key, StandardCharsets.US_ASCII);
  }

  public byte @Nullable [] value() {
    return value;
  }

  /** Epoch milliseconds. */
  public long receivedAt() {
    return receivedAt;
  }

  /** Of the value; 32 bytes to be filled by whoever begins the row. */
  public byte[] sha256() {
    return sha256;
  }

  long idHigh() {
    return idHigh;
  }

  long idLow() {
    return idLow;
  }

  boolean hasTrace() {
    return hasTrace;
  }

  long traceHigh() {
    return traceHigh;
  }

  long traceLow() {
    return traceLow;
  }

  /** @throws IllegalStateException before validation: a bug */
  public Report report() {
    if (report == null) {
      throw new IllegalStateException("no report yet");
    }
    return report;
  }

  Enrichment enrichment() {
    if (enrichment == null) {
      throw new IllegalStateException("no enrichment yet");
    }
    return enrichment;
  }

  @Override
  public SourceRecord source() {
    return new SourceRecord(partition, offset, key, value, hasId ? new UUID(idHigh, idLow) : null,
        sha256.clone(), receivedAt, hasTrace ? new UUID(traceHigh, traceLow) : null);
  }

  @Override
  public String toString() {
    return "Row[partition=" + partition + ", offset=" + offset + "]";
  }
}
