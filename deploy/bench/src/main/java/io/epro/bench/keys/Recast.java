package io.epro.bench.keys;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is done to a batch of encoded rows before a variant of the table gets it. */
enum Recast {
  NOTHING,
  /** Medications as plain text, which is also how json is received: jsonb has a version before it. */
  MEDICATIONS_AS_TEXT,
  MEDICATIONS_NULL,
  SYMPTOMS_NULL,
  SORTED_BY_PATIENT;

  // Places in ReportEncoder.COLUMNS.
  private static final int PATIENT = 0;
  private static final int SYMPTOMS = 6;
  private static final int MEDICATIONS = 7;
  private static final int NULL_LENGTH = -1;

  /** @param rows in binary COPY format, as many as are between position and limit */
  ByteBuffer of(ByteBuffer rows) {
    return switch (this) {
      case NOTHING -> rows;
      case MEDICATIONS_AS_TEXT -> fields(rows, MEDICATIONS, 1);
      case MEDICATIONS_NULL -> fields(rows, MEDICATIONS, Integer.MAX_VALUE);
      case SYMPTOMS_NULL -> fields(rows, SYMPTOMS, Integer.MAX_VALUE);
      case SORTED_BY_PATIENT -> sorted(rows);
    };
  }

  /** Cuts that many bytes off the front of a field; a field that is shorter becomes null. */
  private static ByteBuffer fields(ByteBuffer rows, int changed, int cut) {
    var to = ByteBuffer.allocate(rows.remaining());
    while (rows.hasRemaining()) {
      int count = rows.getShort();
      to.putShort((short) count);
      for (int field = 0; field < count; field++) {
        int length = rows.getInt();
        int kept = field == changed ? length - cut : length;
        if (kept < 0) {
          to.putInt(NULL_LENGTH);
        } else {
          to.putInt(kept).put(rows.slice(rows.position() + length - kept, kept));
        }
        rows.position(rows.position() + Math.max(0, length));
      }
    }
    return to.flip();
  }

  private static ByteBuffer sorted(ByteBuffer rows) {
    List<ByteBuffer> all = new ArrayList<>();
    while (rows.hasRemaining()) {
      int start = rows.position();
      int count = rows.getShort();
      for (int field = 0; field < count; field++) {
        int length = rows.getInt();
        rows.position(rows.position() + Math.max(0, length));
      }
      all.add(rows.slice(start, rows.position() - start));
    }
    all.sort((a, b) -> Arrays.compareUnsigned(patient(a), patient(b)));
    var to = ByteBuffer.allocate(rows.limit());
    all.forEach(to::put);
    return to.flip();
  }

  private static byte[] patient(ByteBuffer row) {
    int at = Short.BYTES + PATIENT;
    var bytes = new byte[row.getInt(at)];
    row.get(at + Integer.BYTES, bytes);
    return bytes;
  }
}
