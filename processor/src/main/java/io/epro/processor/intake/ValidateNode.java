package io.epro.processor.intake;

import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Verdict;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first node: derives what the record's headers may lack (anyone may publish to the topic),
 * judges the report, and sends it on to be enriched, or straight to the sink as a rejection. Hash and
 * receipt time are computed; the id in the header is taken, since a client's key may be behind it.
 */
final class ValidateNode implements Processor<byte[], byte[], byte[], Object> {
  private static final byte[] NO_VALUE = {};

  private final ReportValidator validator;
  private final MessageDigest sha256 = sha256();
  private @Nullable ProcessorContext<byte[], Object> context;

  ValidateNode(ReportValidator validator) {
    this.validator = validator;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (context == null) {
      throw new IllegalStateException("process before init");
    }
    SourceRecord source = source(record, context);
    byte[] body = record.value() == null ? NO_VALUE : record.value();
    switch (validator.validate(body, source.receivedAt())) {
      case Verdict.Valid(Report report) -> {
        UUID id = source.reportId() != null ? source.reportId()
            : ReportId.ofBody(report.patientId(), body, report.timestamp());
        context.forward(record.withValue(new Valid(source.withReportId(id), id, report)),
            ReportTopology.ENRICH);
      }
      case Verdict.Invalid invalid -> context.forward(
          record.withValue(new Rejection(source, invalid.patientId(), invalid.violations())),
          ReportTopology.SINK);
    }
  }

  /** A report on its way from validation to enrichment. */
  record Valid(SourceRecord source, UUID reportId, Report report) {}

  private SourceRecord source(Record<byte[], byte[]> record, ProcessorContext<?, ?> context) {
    var metadata = context.recordMetadata()
        .orElseThrow(() -> new IllegalStateException("a source record has coordinates"));
    byte[] value = record.value();
    return new SourceRecord(metadata.partition(), metadata.offset(), record.key(), value,
        ReportHeaders.reportId(record.headers()).orElse(null),
        sha256.digest(value == null ? NO_VALUE : value),
        ArrivalTime.of(record.headers(), record.timestamp()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
