package io.epro.processor.sink;

import io.epro.processor.validate.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that is kept aside, raw, with all the reasons.
 *
 * @param patientId the report's where one could be read and is well-formed, else the record's key if that is one
 * @param sqlState Postgres' own code where it refused the record, else null
 */
public record Rejection(SourceRecord source, @Nullable String patientId, List<Violation> reasons,
    @Nullable String sqlState) implements Judged {

  public Rejection(SourceRecord source, @Nullable String patientId, List<Violation> reasons) {
    this(source, patientId, reasons, null);
  }

  @Override
  public int partition() {
    return source.partition();
  }

  @Override
  public long offset() {
    return source.offset();
  }

  @Override
  public long rawBytes() {
    return (source.key() == null ? 0L : source.key().length)
        + (source.value() == null ? 0L : source.value().length);
  }

  @Override
  public String toString() {
    return "Rejection[" + source + ", reasons=" + reasons + "]";
  }
}
