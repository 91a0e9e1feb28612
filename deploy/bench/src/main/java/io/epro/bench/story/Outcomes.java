package io.epro.bench.story;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What became of the reports that were accepted. Thread-safe. */
final class Outcomes {
  private static final String REPORTS = "article_reports";

  private final Counter stored;
  private final Counter refused;
  private final Counter failed;
  private final Timer seconds;

  Outcomes(MeterRegistry metrics) {
    stored = metrics.counter(REPORTS, "outcome", "stored");
    refused = metrics.counter(REPORTS, "outcome", "refused");
    failed = metrics.counter(REPORTS, "outcome", "failed");
    seconds = Timer.builder("article_work").description("from taken up to stored")
        .publishPercentiles(0.5, 0.99).distributionStatisticExpiry(Duration.ofSeconds(20))
        .register(metrics);
  }

  void stored(Duration work) {
    stored.increment();
    seconds.record(work);
  }

  /** It breaks a rule; its sender has been told otherwise. */
  void refused() {
    refused.increment();
  }

  /** It is lost; its sender has been told otherwise. */
  void failed() {
    failed.increment();
  }
}
