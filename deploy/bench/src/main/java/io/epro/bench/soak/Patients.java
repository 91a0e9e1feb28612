package io.epro.bench.soak;

import io.epro.local.system.LocalSystem;
import io.epro.local.token.PatientTokens;
import io.epro.local.traffic.Delivery;
import io.epro.local.traffic.Delivery.Abandoned;
import io.epro.local.traffic.Delivery.Acknowledged;
import io.epro.local.traffic.Delivery.Refused;
import io.epro.local.traffic.Phone;
import io.epro.local.traffic.ReportSource;
import io.epro.local.traffic.Rhythm;
import io.epro.local.traffic.Submission;
import io.epro.local.traffic.Submission.Kind;
import io.epro.local.traffic.Traffic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Phones at every gateway, which send again what was not acknowledged; some of their reports are bad, some
 * are sent twice. What they are told is remembered.
 */
final class Patients implements AutoCloseable {
  private static final InstantSource CLOCK = InstantSource.system();

  private final AcknowledgedIds told;
  private final LongAdder wrong = new LongAdder();
  private final List<Traffic> traffic;

  /**
   * @param rhythm at each gateway
   * @param underWay reports at a time, at each gateway
   */
  Patients(LocalSystem system, Rhythm rhythm, int underWay, long seed,
      AcknowledgedIds told) {
    this.told = told;
    var tokens = new PatientTokens(system.issuer(), CLOCK);
    traffic = IntStream.range(0, system.gateways().size())
        .mapToObj(gateway -> new Traffic(ReportSource.sample(seed + gateway), rhythm,
            new Phone(system.gatewayUrl(gateway), tokens::of), Long.MAX_VALUE, underWay, CLOCK,
            this::ended))
        .toList();
  }

  Patients start() {
    traffic.forEach(Traffic::start);
    return this;
  }

  /** Sends nothing new, and waits for the answers to what was sent. */
  void stop(Duration timeout) {
    traffic.forEach(one -> one.stop(timeout));
  }

  @Override
  public void close() {
    traffic.forEach(Traffic::close);
  }

  long acknowledged() {
    return traffic.stream().mapToLong(Traffic::acknowledged).sum();
  }

  long retries() {
    return traffic.stream().mapToLong(Traffic::retries).sum();
  }

  long abandoned() {
    return traffic.stream().mapToLong(Traffic::abandoned).sum();
  }

  /** Answers that are not what such a report must get. */
  long wrong() {
    return wrong.sum();
  }

  private void ended(Submission submission, Delivery delivery) {
    boolean toRefuse = submission.kind() == Kind.REFUSED;
    switch (delivery) {
      case Acknowledged(var id) -> {
        told.add(id);
        count(toRefuse);
      }
      case Refused(int status) -> count(!toRefuse || status != 400);
      case Abandoned() -> {
      }
    }
  }

  private void count(boolean isWrong) {
    if (isWrong) {
      wrong.increment();
    }
  }
}
