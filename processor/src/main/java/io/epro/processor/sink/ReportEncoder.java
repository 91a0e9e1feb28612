package io.epro.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.processor.enrich.EnrichedReport;
import io.epro.processor.validate.Report;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes one report as one row of binary COPY, in the order of {@link #COLUMNS}. The forms of the
 * fields are those of the types' receive functions in Postgres: timestamptz is int64 microseconds
 * since 2000-01-01 UTC, jsonb is a version byte 1 and the text, an array is dimensions, a null flag,
 * the element type's OID, then length and lower bound a dimension and its elements.
 */
public final class ReportEncoder {
  /** The columns that a row carries, for the COPY statement. */
  public static final String COLUMNS = "patient_id, report_id, reported_at, heart_rate, temperature,"
      + " symptoms, medications, unknown_drugs, received_at, source_partition, source_offset,"
      + " content_sha256";
  private static final int FIELDS = 12;
  private static final long POSTGRES_EPOCH_MILLIS = 946_684_800_000L;
  private static final int TEXT_OID = 25;
  private static final int JSONB_VERSION = 1;

  private ReportEncoder() {}

  /** Appends the row; a throw leaves the buffer for the caller to truncate. */
  public static void encode(Row row, CopyBuffer to) {
    SourceRecord source = row.source();
    EnrichedReport enriched = row.enriched();
    Report report = enriched.report();
    to.startRow(FIELDS);
    to.bytesField(report.patientId().getBytes(UTF_8));
    uuid(row.reportId(), to);
    timestamp(report.timestamp(), to);
    if (report.heartRate().isPresent()) {
      to.shortField(report.heartRate().getAsInt());
    } else {
      to.nullField();
    }
    if (report.temperature().isPresent()) {
      to.doubleField(report.temperature().getAsDouble());
    } else {
      to.nullField();
    }
    textArray(report.symptoms(), to);
    jsonb(enriched.medicationsJson(), to);
    to.shortField(enriched.unknownDrugs());
    timestamp(source.receivedAt(), to);
    to.intField(source.partition());
    to.longField(source.offset());
    to.bytesField(source.sha256());
  }

  private static void uuid(UUID id, CopyBuffer to) {
    int mark = to.startField();
    to.putLong(id.getMostSignificantBits());
    to.putLong(id.getLeastSignificantBits());
    to.endField(mark);
  }

  private static void timestamp(long epochMillis, CopyBuffer to) {
    to.longField(Math.multiplyExact(epochMillis - POSTGRES_EPOCH_MILLIS, 1000L));
  }

  private static void jsonb(byte @Nullable [] json, CopyBuffer to) {
    if (json == null) {
      to.nullField();
      return;
    }
    int mark = to.startField();
    to.putByte(JSONB_VERSION);
    to.putBytes(json);
    to.endField(mark);
  }

  private static void textArray(@Nullable List<String> texts, CopyBuffer to) {
    if (texts == null) {
      to.nullField();
      return;
    }
    int mark = to.startField();
    to.putInt(texts.isEmpty() ? 0 : 1);
    to.putInt(0);
    to.putInt(TEXT_OID);
    if (!texts.isEmpty()) {
      to.putInt(texts.size());
      to.putInt(1);
      for (String text : texts) {
        to.bytesField(text.getBytes(UTF_8));
      }
    }
    to.endField(mark);
  }
}
