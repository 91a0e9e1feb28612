package io.epro.processor.intake;

import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.Judged;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Row;
import io.epro.processor.validate.Judge;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.Verdict;
import io.epro.report.ReportId;
import io.epro.topics.TraceParent;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Derives what a record's headers may lack (anyone may publish to the topic) and judges its report. Hash
 * and receipt time are computed; the id in the header is taken, since a client's key may be behind it.
 * Confined to one thread: there is one row for all.
 */
final class Reading {
  private static final byte[] NO_VALUE = {};

  private final Judge judge;
  private final InternalErrors errors;
  private final MessageDigest sha256 = sha256();
  private final Row row = new Row();

  Reading(Judge judge, InternalErrors errors) {
    this.judge = judge;
    this.errors = errors;
  }

  /**
   * @param timestamp the record's own, epoch milliseconds
   * @return a {@link Row} that is still to be enriched, overwritten by the next call, or a rejection
   */
  Judged of(int partition, long offset, byte @Nullable [] key, RawReport raw, long timestamp) {
    row.begin(partition, offset, key, raw.value(), ArrivalTime.of(raw, timestamp));
    if (raw.reportId() != null) {
      row.reportId(raw.reportId());
    }
    if (raw.traceParent() != null) {
      row.trace(TraceParent.high(raw.traceParent()), TraceParent.low(raw.traceParent()));
    }
    byte[] body = raw.value() == null ? NO_VALUE : raw.value();
    hash(body);
    return judged(body);
  }

  private Judged judged(byte[] body) {
    try {
      return switch (judge.validate(body, row.receivedAt())) {
        case Verdict.Valid(Report report) -> {
          if (!row.hasReportId()) {
            row.reportId(ReportId.ofBody(report.patientId(), body, report.timestamp()));
          }
          row.report(report);
          yield row;
        }
        case Verdict.Invalid invalid ->
          new Rejection(row.source(), patient(invalid), invalid.violations());
      };
    } catch (RuntimeException | StackOverflowError e) {
      return errors.reject(row, InternalErrors.Stage.VALIDATE, e);
    }
  }

  private @Nullable String patient(Verdict.Invalid invalid) {
    return invalid.patientId() == null ? row.patientOfKey() : invalid.patientId();
  }

  private void hash(byte[] body) {
    try {
      sha256.update(body);
      sha256.digest(row.sha256(), 0, row.sha256().length);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
