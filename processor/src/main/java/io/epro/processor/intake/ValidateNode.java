package io.epro.processor.intake;

import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.SinkInput;
import io.epro.processor.validate.Judge;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.Verdict;
import io.epro.report.ReportId;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first node: derives what the record's headers may lack (anyone may publish to the topic),
 * judges the report, and sends it on to be enriched, or straight to the sink as a rejection. Hash and
 * receipt time are computed; the id in the header is taken, since a client's key may be behind it.
 */
final class ValidateNode implements Processor<byte[], RawReport, byte[], Object> {
  private static final byte[] NO_VALUE = {};

  private final Judge judge;
  private final InternalErrors errors;
  private final MessageDigest sha256 = sha256();
  private final Row row = new Row();
  private @Nullable ProcessorContext<byte[], Object> context;

  ValidateNode(Judge judge, InternalErrors errors) {
    this.judge = judge;
    this.errors = errors;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], RawReport> record) {
    if (context == null) {
      throw new IllegalStateException("process before init");
    }
    begin(record, context);
    byte[] value = record.value().value();
    byte[] body = value == null ? NO_VALUE : value;
    hash(body);
    switch (judged(body)) {
      case Row valid -> context.forward(record.withValue(valid), ReportTopology.ENRICH);
      case Rejection rejection ->
        context.forward(record.withValue(rejection), ReportTopology.SINK);
    }
  }

  /** Around the work on this record alone: what forward throws is not the record's fault. */
  private SinkInput judged(byte[] body) {
    try {
      return switch (judge.validate(body, row.receivedAt())) {
        case Verdict.Valid(Report report) -> {
          if (!row.hasReportId()) {
            row.reportId(ReportId.ofBody(patientId(report), body, report.timestamp()));
          }
          row.report(report);
          yield row;
        }
        case Verdict.Invalid invalid ->
          new Rejection(row.source(), invalid.patientId(), invalid.violations());
      };
    } catch (RuntimeException | StackOverflowError e) {
      return errors.reject(row, InternalErrors.Stage.VALIDATE, e);
    }
  }

  private void begin(Record<byte[], RawReport> record, ProcessorContext<?, ?> context) {
    var metadata = context.recordMetadata()
        .orElseThrow(() -> new IllegalStateException("a source record has coordinates"));
    RawReport raw = record.value();
    row.begin(metadata.partition(), metadata.offset(), record.key(), raw.value(),
        ArrivalTime.of(raw, record.timestamp()));
    if (raw.reportId() != null) {
      row.reportId(raw.reportId());
    }
  }

  private void hash(byte[] body) {
    try {
      sha256.update(body);
      sha256.digest(row.sha256(), 0, row.sha256().length);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
  }

  private static String patientId(Report report) {
    return new String(report.text(), report.patientFrom(),
        report.patientTo() - report.patientFrom(), StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
