package io.epro.processor.sink;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.Enrichment;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import io.epro.report.ReportId;
import io.epro.report.TestReports;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows and rejections at given coordinates, for the sink's tests. */
public final class SinkInputs {
  /** What an unstorable row has in its medications. */
  public static final String UNSTORABLE = "\"known\":broken";

  /** Whose the rows and rejections are. */
  public static final String PATIENT = "P-1";
  public static final String OTHER_PATIENT = "P-2";

  /** Under which the rows and rejections were sent. */
  public static final UUID TRACE = UUID.fromString("4bf92f35-77b3-4da6-a3ce-929d0e0e4736");

  private static final Report REPORT = report(TestReports.body(PATIENT, TestReports.TIMESTAMP));
  private static final Report OTHER_REPORT = report(
      TestReports.body(OTHER_PATIENT, TestReports.TIMESTAMP));
  private static final Report MANY_DRUGS = report(manyDrugs());
  private static final Enrichment GOOD = enrichment("\"known\":true");
  private static final Enrichment BROKEN = enrichment(UNSTORABLE);

  private SinkInputs() {}

  /** A report that differs from those at other offsets. */
  public static Row row(int partition, long offset) {
    return row(partition, offset, "report " + partition + "/" + offset, "content " + offset);
  }

  /** A report with this identity and content: the same identity twice is a duplicate. */
  public static Row row(int partition, long offset, String identity, String content) {
    return row(partition, offset, id(identity), content, GOOD);
  }

  /** The same of the other patient. */
  public static Row rowOfOther(int partition, long offset, String identity, String content) {
    Row row = row(partition, offset, ReportId.ofKey(OTHER_PATIENT,
        UUID.nameUUIDFromBytes(bytes(identity))), content, GOOD);
    row.report(OTHER_REPORT);
    return row;
  }

  /** A report that the row's encoder can write and Postgres cannot store: its JSON is none. */
  public static Row unstorable(int partition, long offset) {
    return row(partition, offset, id("report " + partition + "/" + offset), "content " + offset,
        BROKEN);
  }

  /** A row at which the encoder throws when half of it is written: its enrichment is of another report. */
  public static Row unencodable(int partition, long offset) {
    Row row = row(partition, offset);
    row.report(MANY_DRUGS);
    return row;
  }

  /** The id of a row that has one, as these all have. */
  public static UUID id(Row row) {
    return Objects.requireNonNull(row.source().reportId());
  }

  public static Rejection rejection(int partition, long offset) {
    return rejection(partition, offset, null);
  }

  public static Rejection rejection(int partition, long offset, @Nullable String patientId) {
    return new Rejection(source(partition, offset), patientId,
        List.of(new Violation(ViolationCode.MISSING_FIELD, "/patientId"),
            new Violation(ViolationCode.MISSING_FIELD, "/timestamp")));
  }

  private static Row row(int partition, long offset, UUID id, String content,
      Enrichment enrichment) {
    var row = new Row();
    row.begin(partition, offset, bytes("P-1"), bytes(content), TestReports.TIMESTAMP + 1000);
    System.arraycopy(sha256(bytes(content)), 0, row.sha256(), 0, row.sha256().length);
    row.reportId(id);
    row.trace(TRACE.getMostSignificantBits(), TRACE.getLeastSignificantBits());
    row.report(REPORT);
    row.enrichment(enrichment);
    return row;
  }

  private static UUID id(String identity) {
    return ReportId.ofKey("P-1", UUID.nameUUIDFromBytes(bytes(identity)));
  }

  private static byte[] manyDrugs() {
    return bytes("{\"patientId\":\"P-1\",\"timestamp\":" + TestReports.TIMESTAMP
        + ",\"medications\":["
        + String.join(",", Collections.nCopies(64, "{\"drugId\":\"A\",\"doseMg\":1}")) + "]}");
  }

  private static Report report(byte[] body) {
    var rules = Rules.from(Settings.load(ProcessorSettings.class, Map.of()).rules());
    return switch (new ReportValidator(rules).validate(
        body, TestReports.TIMESTAMP)) {
      case Verdict.Valid(Report report) -> report;
      case Verdict.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }

  private static Enrichment enrichment(String fragment) {
    return new Enricher((_, _, _) -> bytes(fragment), new LookupCounts()).enrich(REPORT);
  }

  private static SourceRecord source(int partition, long offset) {
    return new SourceRecord(partition, offset, bytes("P-1"), bytes("{}"), null,
        sha256(bytes("{}")), TestReports.TIMESTAMP + 1000, TRACE);
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
