package io.epro.gateway.receive;

import io.epro.gateway.publish.PublishResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** What is counted of requests. All meters exist from the start, so that a rate has a beginning. */
final class ReceiveMetrics {
  private final Counter accepted;
  private final Map<ProblemCode, Counter> problems = new EnumMap<>(ProblemCode.class);
  private final Map<PublishResult, Counter> late = new EnumMap<>(PublishResult.class);
  private final Counter aborted;
  private final Counter refusedConnections;
  private final DistributionSummary batchLines;
  private final Timer ack;

  ReceiveMetrics(MeterRegistry registry) {
    accepted = reports(registry, "accepted");
    for (var code : ProblemCode.values()) {
      problems.put(code, reports(registry, code.code()));
    }
    for (var result : PublishResult.values()) {
      late.put(result, Counter.builder("epro.gateway.late")
          .description("reports whose fate was known only after the client was told"
              + " broker_unavailable")
          .tag("result", result.name().toLowerCase(Locale.ROOT)).register(registry));
    }
    aborted = Counter.builder("epro.gateway.aborted")
        .description("requests whose client went away before the body was complete")
        .register(registry);
    refusedConnections = Counter.builder("epro.gateway.connections.refused")
        .description("connections closed at once, over gateway.max-connections")
        .register(registry);
    batchLines = DistributionSummary.builder("epro.gateway.batch.lines")
        .description("reports of one batch; bound: gateway.batch.max-lines")
        .serviceLevelObjectives(1, 10, 100, 1000)
        .register(registry);
    ack = Timer.builder("epro.gateway.ack")
        .description("from handing a report to the producer until the broker acknowledged it")
        .serviceLevelObjectives(buckets())
        .register(registry);
  }

  void accepted(long ackNanos) {
    accepted.increment();
    ack.record(ackNanos, TimeUnit.NANOSECONDS);
  }

  void refused(ProblemCode code) {
    Objects.requireNonNull(problems.get(code)).increment();
  }

  /** The client had its answer already. */
  void late(PublishResult result) {
    Objects.requireNonNull(late.get(result)).increment();
  }

  void batch(int lines) {
    batchLines.record(lines);
  }

  void aborted() {
    aborted.increment();
  }

  void refusedConnection() {
    refusedConnections.increment();
  }

  private static Counter reports(MeterRegistry registry, String outcome) {
    return Counter.builder("epro.gateway.reports")
        .description("reports, and requests without one, by their answer")
        .tag("outcome", outcome).register(registry);
  }

  private static Duration[] buckets() {
    return LongStream.of(1, 2, 5, 10, 20, 40, 100, 250, 500, 1000, 2500, 5000)
        .mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
