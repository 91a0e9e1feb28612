package io.epro.processor.sink;

import io.epro.processor.ledger.Advance;
import io.epro.processor.validate.ViolationCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What the sink counts, once a batch is committed. Thread-safe. */
public final class SinkMetrics {
  private static final String REPORTS = "epro.processor.reports";

  private final InstantSource clock;
  private final Counter stored;
  private final Counter duplicate;
  private final Counter rejected;
  private final Counter skipped;
  private final Counter erased;
  private final Map<ViolationCode, Counter> reasons = new EnumMap<>(ViolationCode.class);
  private final Counter redelivered;
  private final Counter lost;
  private final Counter straight;
  private final Counter staged;
  private final Counter fallbacks;
  private final Timer endToEnd;
  private final Timer flush;
  private final DistributionSummary batchRows;

  public SinkMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    stored = outcome(registry, "stored");
    duplicate = outcome(registry, "duplicate");
    rejected = outcome(registry, "rejected");
    skipped = outcome(registry, "skipped");
    erased = outcome(registry, "erased");
    for (ViolationCode code : ViolationCode.values()) {
      reasons.put(code, Counter.builder("epro.processor.violations")
          .description("Violations of rejected records, by code; a record may have several")
          .tag("code", code.code())
          .register(registry));
    }
    redelivered = Counter.builder("epro.processor.redelivered")
        .description("Records that Kafka delivered again and the ledger showed as applied")
        .register(registry);
    lost = Counter.builder("epro.ledger.lost")
        .description("Offsets that the topic deleted before they were read (table ledger_hole)")
        .register(registry);
    straight = way(registry, "straight");
    staged = way(registry, "staged");
    fallbacks = Counter.builder("epro.sink.fallbacks")
        .description("Straight attempts that met a stored report and were made again, staged")
        .register(registry);
    endToEnd = Timer.builder("epro.processor.end.to.end")
        .description("From received-at to committed in the database")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofHours(1))
        .register(registry);
    flush = Timer.builder("epro.sink.flush")
        .description("One batch written, retries included")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(1))
        .register(registry);
    batchRows = DistributionSummary.builder("epro.sink.batch.rows")
        .description("Records in one batch, rows and rejections")
        .register(registry);
  }

  private static Counter outcome(MeterRegistry registry, String outcome) {
    return Counter.builder(REPORTS)
        .description("Offsets accounted for, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter way(MeterRegistry registry, String way) {
    return Counter.builder("epro.sink.rows")
        .description("Rows by their way into the table; suspected retries go through staging")
        .tag("way", way)
        .register(registry);
  }

  void redelivered() {
    redelivered.increment();
  }

  void committed(Batch batch, WriteOutcome.Committed committed, long nanos) {
    for (Tally tally : committed.tallies()) {
      stored.increment((double) tally.stored());
      duplicate.increment((double) tally.duplicate());
      rejected.increment((double) tally.rejected());
      skipped.increment((double) tally.skipped());
      erased.increment((double) tally.erased());
    }
    committed.rejected().forEach(rejection -> rejection.reasons().forEach(
        violation -> Objects.requireNonNull(reasons.get(violation.code())).increment()));
    for (Advance advance : batch.advances()) {
      advance.holes().forEach(hole -> lost.increment((double) hole.to() - hole.from()));
    }
    straight.increment(committed.ways().straight());
    staged.increment(committed.ways().staged());
    fallbacks.increment(committed.ways().fallbacks());
    flush.record(nanos, TimeUnit.NANOSECONDS);
    batchRows.record(batch.records());
    long now = clock.millis();
    endToEnd(batch.fresh(), now);
    endToEnd(batch.suspects(), now);
  }

  private void endToEnd(EncodedRows rows, long now) {
    for (int row = 0; row < rows.size(); row++) {
      endToEnd.record(Math.max(0, now - rows.receivedAt(row)), TimeUnit.MILLISECONDS);
    }
  }
}
