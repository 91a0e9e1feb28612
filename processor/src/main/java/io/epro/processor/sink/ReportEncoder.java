package io.epro.processor.sink;

import io.epro.processor.enrich.Enrichment;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.Slices;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes one report as one row of binary COPY, in the order of {@link #COLUMNS}, and reads back from it what
 * only a rejection needs. The forms of the fields are those of the types' receive functions in Postgres:
 * timestamptz is int64 microseconds since 2000-01-01 UTC, jsonb is a version byte 1 and the text, an array
 * is dimensions, a null flag, the element type's OID, then length and lower bound a dimension and its
 * elements.
 */
public final class ReportEncoder {
  /** The columns that a row carries, for the COPY statement. */
  public static final String COLUMNS = "patient_id, report_id, trace_id, reported_at, heart_rate, temperature,"
      + " symptoms, medications, unknown_drugs, received_at, source_partition, source_offset,"
      + " content_sha256";
  private static final int FIELDS = 13;
  static final long POSTGRES_EPOCH_MILLIS = 946_684_800_000L;
  private static final int TEXT_OID = 25;
  private static final int JSONB_VERSION = 1;
  private static final int SHA256_BYTES = 32;
  private static final int UUID_BYTES = 16;
  private static final byte[] DRUG_ID = ascii("{\"drugId\":\"");
  private static final byte[] DOSE_MG = ascii("\",\"doseMg\":");
  private static final byte[] UNKNOWN = ascii("\"known\":false");

  private ReportEncoder() {}

  /** Appends the row; a throw leaves the buffer for the caller to truncate. */
  public static void encode(Row row, CopyBuffer to) {
    Report report = row.report();
    Enrichment enrichment = row.enrichment();
    to.startRow(FIELDS);
    to.bytesField(report.text(), report.patientFrom(), report.patientTo());
    to.uuidField(row.idHigh(), row.idLow());
    if (row.hasTrace()) {
      to.uuidField(row.traceHigh(), row.traceLow());
    } else {
      to.nullField();
    }
    timestamp(report.timestamp(), to);
    if (report.hasHeartRate()) {
      to.shortField(report.heartRate());
    } else {
      to.nullField();
    }
    if (report.hasTemperature()) {
      to.doubleField(report.temperature());
    } else {
      to.nullField();
    }
    symptoms(report, to);
    medications(report, enrichment, to);
    to.shortField(enrichment.unknownDrugs());
    timestamp(row.receivedAt(), to);
    to.intField(row.partition());
    to.longField(row.offset());
    to.bytesField(row.sha256());
  }

  /** Where the bytes of a row's first field begin, the patient's id. */
  static int patientFrom(int start) {
    return start + Short.BYTES + Integer.BYTES;
  }

  /** Where the bytes of a row's first field end. */
  static int patientTo(byte[] rows, int start) {
    return patientFrom(start) + CopyBuffer.intAt(rows, start + Short.BYTES);
  }

  /** Reads a row's second field. */
  static UUID reportId(byte[] rows, int start) {
    return uuid(rows, patientTo(rows, start));
  }

  /** Reads a row's third field. */
  static @Nullable UUID traceId(byte[] rows, int start) {
    int field = patientTo(rows, start) + Integer.BYTES + UUID_BYTES;
    return CopyBuffer.intAt(rows, field) < 0 ? null : uuid(rows, field);
  }

  private static UUID uuid(byte[] rows, int field) {
    var row = ByteBuffer.wrap(rows);
    return new UUID(row.getLong(field + Integer.BYTES),
        row.getLong(field + Integer.BYTES + Long.BYTES));
  }

  /** The next field of an encoded row, null where it is; the row goes on behind it. */
  public static @Nullable ByteBuffer nextField(ByteBuffer row) {
    int length = row.getInt();
    if (length < 0) {
      return null;
    }
    var field = row.slice(row.position(), length);
    row.position(row.position() + length);
    return field;
  }

  /** Reads a row's last field. */
  public static byte[] sha256(byte[] rows, int end) {
    return Arrays.copyOfRange(rows, end - SHA256_BYTES, end);
  }

  private static void timestamp(long epochMillis, CopyBuffer to) {
    to.longField(Math.multiplyExact(epochMillis - POSTGRES_EPOCH_MILLIS, 1000L));
  }

  private static void symptoms(Report report, CopyBuffer to) {
    if (!report.hasSymptoms()) {
      to.nullField();
      return;
    }
    Slices symptoms = report.symptoms();
    int mark = to.startField();
    to.putInt(symptoms.size() == 0 ? 0 : 1);
    to.putInt(0);
    to.putInt(TEXT_OID);
    if (symptoms.size() > 0) {
      to.putInt(symptoms.size());
      to.putInt(1);
      for (int i = 0; i < symptoms.size(); i++) {
        to.bytesField(report.text(), symptoms.from(i), symptoms.to(i));
      }
    }
    to.endField(mark);
  }

  private static void medications(Report report, Enrichment enrichment, CopyBuffer to) {
    if (!report.hasMedications()) {
      to.nullField();
      return;
    }
    Slices ids = report.drugIds();
    Slices doses = report.doses();
    int mark = to.startField();
    to.putByte(JSONB_VERSION);
    to.putByte('[');
    for (int i = 0; i < ids.size(); i++) {
      byte[] known = enrichment.known(i);
      if (i > 0) {
        to.putByte(',');
      }
      to.putBytes(DRUG_ID);
      JsonText.put(report.text(), ids.from(i), ids.to(i), to);
      to.putBytes(DOSE_MG);
      to.putBytes(report.text(), doses.from(i), doses.to(i));
      to.putByte(',');
      to.putBytes(known == null ? UNKNOWN : known);
      to.putByte('}');
    }
    to.putByte(']');
    to.endField(mark);
  }

  private static byte[] ascii(String json) {
    return json.getBytes(StandardCharsets.US_ASCII);
  }
}
