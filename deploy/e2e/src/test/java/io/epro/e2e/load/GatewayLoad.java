package io.epro.e2e.load;

import io.epro.local.traffic.Delivery;
import io.epro.local.traffic.Delivery.Abandoned;
import io.epro.local.traffic.Delivery.Acknowledged;
import io.epro.local.traffic.Delivery.Refused;
import io.epro.local.traffic.Phone;
import io.epro.local.traffic.Submission;
import io.epro.local.traffic.Submission.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Through the gateway, by phones that send the same bytes and key again until they have a 202. Each
 * phone has patients of its own, and sends a report only when the one before is acknowledged. Where there
 * are several gateways it goes to the next one when it was not served.
 */
public final class GatewayLoad implements Load {
  private static final int PATIENTS_PER_PHONE = 10;
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final long seed;
  private final int phones;
  private final Pace pace;
  private final List<Phone> gateways;
  private final LongAdder moves = new LongAdder();
  private final Sent sent = new Sent();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private volatile boolean given;

  /** @param gateways what phones use to reach each of them, with the patients' tokens */
  public GatewayLoad(long seed, int phones, double perSecond, List<Phone> gateways) {
    this.seed = seed;
    this.phones = phones;
    this.pace = new Pace(perSecond);
    this.gateways = List.copyOf(gateways);
  }

  @Override
  public GatewayLoad start() {
    for (int i = 0; i < phones; i++) {
      var mix = new ReportMix(seed + i, "phone" + i, PATIENTS_PER_PHONE, true);
      int first = i;
      threads.execute(() -> send(mix, first));
    }
    return this;
  }

  @Override
  public void finish(long atLeast, Duration limit) throws InterruptedException {
    pace.endAt(atLeast);
    threads.shutdown();
    if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("some phones still have no acknowledgement");
    }
    if (failure.get() != null) {
      throw new AssertionError("a phone failed: " + failure.get());
    }
  }

  /** Attempts after the first ones. */
  public long retries() {
    return moves.sum() + gateways.stream().mapToLong(Phone::retries).sum();
  }

  @Override
  public Sent sent() {
    return sent;
  }

  @Override
  public void close() {
    given = true;
    pace.endAt(0);
    threads.shutdownNow();
  }

  private void send(ReportMix mix, int first) {
    try {
      for (int gateway = first; failure.get() == null && pace.turn();) {
        gateway = send(mix.next(), gateway);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e.toString());
    }
  }

  /** @return the number of the gateway that served it */
  private int send(Sample sample, int first) throws InterruptedException {
    sent.attempted(sample);
    var submission = new Submission(sample.patientId(), sample.body(), sample.key(), Kind.VALID);
    int gateway = first;
    var delivery = deliver(submission, gateway);
    while (delivery instanceof Abandoned && !given) {
      moves.increment();
      LockSupport.parkNanos(PAUSE_NANOS);
      delivery = deliver(submission, ++gateway);
    }
    ended(sample, delivery);
    return gateway;
  }

  private Delivery deliver(Submission submission, int gateway) throws InterruptedException {
    return gateways.get(gateway % gateways.size())
        .deliver(submission, () -> gateways.size() == 1 && !given);
  }

  private void ended(Sample sample, Delivery delivery) {
    switch (delivery) {
      case Acknowledged(var id) when id.equals(sample.reportId()) -> {
        sent.inOrder(sample);
        sent.acknowledged();
      }
      case Acknowledged(var id) -> failure.compareAndSet(null,
          "acknowledged as " + id + " instead of " + sample.reportId());
      case Refused(int status) -> failure.compareAndSet(null, "refused with " + status);
      case Abandoned() -> failure.compareAndSet(null, "abandoned");
    }
  }
}
