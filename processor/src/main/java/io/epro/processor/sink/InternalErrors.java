package io.epro.processor.sink;

import io.epro.observe.LogPace;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a record at which our own code throws. It alone is rejected, as {@code internal_error}:
 * were it to end the process, it would be read again after each start, and stop its partition for ever. Each
 * is counted; one a second is logged, by coordinates, with the exception's class and where it was thrown.
 * Never with its message, which may quote the record. Thread-safe.
 *
 * <p>For work on one record only. What the protocol of the batch throws keeps its meaning.
 */
public final class InternalErrors {
  private static final Logger LOG = LoggerFactory.getLogger(InternalErrors.class);
  private static final int FRAMES = 24;
  private static final List<Violation> REASONS = List.of(
      new Violation(ViolationCode.INTERNAL_ERROR, ""));

  private final LogPace pace;
  private final Map<Stage, Counter> counters = new EnumMap<>(Stage.class);

  /** Which work failed. */
  public enum Stage {
    VALIDATE, ENRICH, ENCODE
  }

  /** @param nanoTime a monotonic clock, as {@link System#nanoTime} */
  public InternalErrors(MeterRegistry registry, LongSupplier nanoTime) {
    pace = new LogPace(nanoTime);
    for (var stage : Stage.values()) {
      counters.put(stage, Counter.builder("epro.processor.internal.errors")
          .description("Records rejected because our own code failed at them")
          .tag("stage", stage.name().toLowerCase(Locale.ROOT))
          .register(registry));
    }
  }

  /** Nothing that was derived from the record goes along but its hash, and the id and key that came with it. */
  public Rejection reject(Row row, Stage stage, Throwable fault) {
    var source = row.source();
    Objects.requireNonNull(counters.get(stage)).increment();
    long records = pace.line();
    if (records > 0) {
      LOG.atError()
          .addKeyValue("stage", stage)
          .addKeyValue("partition", row.partition())
          .addKeyValue("offset", row.offset())
          .addKeyValue("traceId", source.trace())
          .addKeyValue("records", records)
          .addKeyValue("exception", fault.getClass().getName())
          .addKeyValue("frames", frames(fault))
          .log("Our own code failed at a record, which is rejected");
    }
    return new Rejection(source, row.patientOfKey(), REASONS);
  }

  private static String frames(Throwable fault) {
    return Arrays.stream(fault.getStackTrace()).limit(FRAMES).map(StackTraceElement::toString)
        .collect(Collectors.joining("; "));
  }
}
