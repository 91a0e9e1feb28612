package io.epro.processor.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored report as JSON: the raw report's own fields, without those that nobody knows, and beside them its id,
 * when it was received, and what the dictionary said of each medication. Read back from the encoded row
 * ({@link ReportEncoder}), so that nothing is kept of a report for the sake of a topic that few turn on.
 */
public final class EnrichedReport {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int JSONB_VERSION_BYTES = 1;
  private static final int USUAL_BYTES = 512;

  private EnrichedReport() {}

  /** UTF-8. */
  public static byte[] json(EncodedRows rows, int row) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    int start = rows.startOf(row);
    var fields = ByteBuffer.wrap(rows.array(), start, rows.startOf(row + 1) - start);
    fields.getShort();
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      write(fields, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all", e);
    }
    return bytes.toByteArray();
  }

  private static void write(ByteBuffer fields, JsonGenerator json) throws IOException {
    json.writeStringField("patientId", text(present(fields)));
    var id = present(fields);
    json.writeStringField("reportId", new UUID(id.getLong(), id.getLong()).toString());
    ReportEncoder.nextField(fields); // the trace, which stands in a header
    json.writeNumberField("timestamp", millis(present(fields)));
    vitals(ReportEncoder.nextField(fields), ReportEncoder.nextField(fields), json);
    symptoms(ReportEncoder.nextField(fields), json);
    medications(ReportEncoder.nextField(fields), json);
    json.writeNumberField("unknownDrugs", present(fields).getShort());
    json.writeNumberField("receivedAt", millis(present(fields)));
  }

  private static void vitals(@Nullable ByteBuffer heartRate, @Nullable ByteBuffer temperature,
      JsonGenerator json) throws IOException {
    if (heartRate == null && temperature == null) {
      return;
    }
    json.writeObjectFieldStart("vitals");
    if (heartRate != null) {
      json.writeNumberField("heartRate", heartRate.getShort());
    }
    if (temperature != null) {
      json.writeNumberField("temp", temperature.getDouble());
    }
    json.writeEndObject();
  }

  private static void symptoms(@Nullable ByteBuffer array, JsonGenerator json)
      throws IOException {
    if (array == null) {
      return;
    }
    json.writeArrayFieldStart("symptoms");
    int dimensions = array.getInt();
    array.getInt(); // whether there are nulls: there are none
    array.getInt(); // the elements' type
    if (dimensions > 0) {
      int size = array.getInt();
      array.getInt(); // lower bound
      for (int i = 0; i < size; i++) {
        json.writeString(text(present(array)));
      }
    }
    json.writeEndArray();
  }

  private static void medications(@Nullable ByteBuffer jsonb, JsonGenerator json)
      throws IOException {
    if (jsonb != null) {
      json.writeFieldName("medications");
      json.writeRawValue(text(jsonb.position(jsonb.position() + JSONB_VERSION_BYTES)));
    }
  }

  private static ByteBuffer present(ByteBuffer fields) {
    ByteBuffer field = ReportEncoder.nextField(fields);
    if (field == null) {
      throw new IllegalStateException("a column that every row has is null");
    }
    return field;
  }

  private static String text(ByteBuffer utf8) {
    return StandardCharsets.UTF_8.decode(utf8).toString();
  }

  private static long millis(ByteBuffer timestamptz) {
    return ReportEncoder.POSTGRES_EPOCH_MILLIS + timestamptz.getLong() / 1000;
  }
}
