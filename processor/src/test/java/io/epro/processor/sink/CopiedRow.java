package io.epro.processor.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A row as a database reads it from binary COPY, field by field, with the record behind it.
 *
 * @param medications the JSON text
 */
public record CopiedRow(SourceRecord source, String patientId, UUID reportId, String medications) {
  private static final int PATIENT_ID = 0;
  private static final int REPORT_ID = 1;
  private static final int MEDICATIONS = 7;
  private static final int FIELDS = 13;

  public static List<CopiedRow> of(EncodedRows rows) {
    var all = new ArrayList<CopiedRow>();
    for (int row = 0; row < rows.size(); row++) {
      int start = rows.startOf(row);
      var fields = fields(ByteBuffer.wrap(rows.array(), start, rows.startOf(row + 1) - start));
      var id = fields.get(REPORT_ID);
      all.add(new CopiedRow(rows.source(row), text(fields.get(PATIENT_ID)),
          new UUID(id.getLong(), id.getLong()), text(fields.get(MEDICATIONS)).substring(1)));
    }
    return all;
  }

  private static List<ByteBuffer> fields(ByteBuffer row) {
    var fields = new ArrayList<ByteBuffer>();
    int count = row.getShort();
    for (int i = 0; i < count; i++) {
      int length = Math.max(0, row.getInt());
      fields.add(row.slice(row.position(), length));
      row.position(row.position() + length);
    }
    if (count != FIELDS || row.hasRemaining()) {
      throw new IllegalStateException("a row has " + count + " fields and " + row.remaining()
          + " bytes behind them");
    }
    return fields;
  }

  private static String text(ByteBuffer field) {
    return StandardCharsets.UTF_8.decode(field).toString();
  }

  @Override
  public String toString() {
    return "CopiedRow[" + source + "]";
  }
}
