package io.epro.processor.sink;

import io.epro.processor.enrich.EnrichedReport;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import io.epro.report.ReportId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/** Rows and rejections at given coordinates, for the sink's tests. */
public final class SinkInputs {
  private static final long TIMESTAMP = 1_763_856_000_000L;

  private SinkInputs() {}

  /** A report that differs from those at other offsets. */
  public static Row row(int partition, long offset) {
    return row(partition, offset, "report " + partition + "/" + offset, "content " + offset);
  }

  /** A report with this identity and content: the same identity twice is a duplicate. */
  public static Row row(int partition, long offset, String identity, String content) {
    UUID id = ReportId.ofKey("P-1", UUID.nameUUIDFromBytes(bytes(identity)));
    return row(source(partition, offset, id, content), id, report(List.of("headache")));
  }

  /** A report that the row's encoder can write and Postgres cannot store. */
  public static Row unstorable(int partition, long offset) {
    Row good = row(partition, offset);
    return row(good.source(), good.reportId(), report(List.of("\0")));
  }

  public static Rejection rejection(int partition, long offset) {
    return new Rejection(source(partition, offset, null, "{}"), null,
        List.of(new Violation(ViolationCode.MISSING_FIELD, "/patientId"),
            new Violation(ViolationCode.MISSING_FIELD, "/timestamp")));
  }

  private static Row row(SourceRecord source, UUID id, Report report) {
    return new Row(source, id, new EnrichedReport(report,
        bytes("[{\"drugId\":\"N02BE01\",\"doseMg\":500,\"known\":true}]"), 0));
  }

  private static Report report(List<String> symptoms) {
    return new Report("P-1", TIMESTAMP, OptionalInt.of(72), OptionalDouble.of(36.6), symptoms,
        List.of(new Report.Medication("N02BE01", "500")));
  }

  private static SourceRecord source(int partition, long offset,
      @org.jspecify.annotations.Nullable UUID id, String content) {
    return new SourceRecord(partition, offset, bytes("P-1"), bytes(content), id,
        sha256(bytes(content)), TIMESTAMP + 1000);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
