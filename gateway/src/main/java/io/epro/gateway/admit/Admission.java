package io.epro.gateway.admit;

import io.epro.gateway.admit.Decision.Bound;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The gateway's bounds: connections, requests and bytes. Memory follows from them, so nothing comes
 * in that has not been counted here first. Thread-safe; a count is taken first and given back when
 * it was one too many, so that it is never over its bound for longer than that.
 */
public final class Admission {
  /**
   * What a report weighs beside its body: key, headers, and the objects that follow it through the
   * producer (an estimate on the safe side).
   */
  static final long RECORD_OVERHEAD = 512;
  private static final int MAX_RETRY_AFTER = 30;

  private final Bounds bounds;
  private final RandomGenerator random;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final DrainRate requestRate;
  private final DrainRate byteRate;
  private volatile boolean draining;

  /** How much there may be at once; each at least 1. */
  public record Bounds(int connections, int requests, long bytes) {}

  public Admission(Bounds bounds, LongSupplier nanoTime, RandomGenerator random) {
    this.bounds = bounds;
    this.random = random;
    this.requestRate = new DrainRate(nanoTime);
    this.byteRate = new DrainRate(nanoTime);
  }

  /** Shows each count beside its bound. */
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("epro.gateway.connections", connections, AtomicInteger::get)
        .description("open connections; bound: gateway.max-connections").register(registry);
    Gauge.builder("epro.gateway.inflight.requests", requests, AtomicInteger::get)
        .description("requests without an answer; bound: gateway.max-inflight-requests")
        .register(registry);
    Gauge.builder("epro.gateway.inflight.bytes", bytes, AtomicLong::get)
        .description("bytes of reports read or published and not yet acknowledged, with "
            + RECORD_OVERHEAD + " for each report; bound: gateway.max-inflight-bytes")
        .register(registry);
  }

  /** False when there are too many; each true is undone by {@link #closeConnection()}. */
  public boolean openConnection() {
    if (connections.incrementAndGet() > bounds.connections()) {
      connections.decrementAndGet();
      return false;
    }
    return true;
  }

  public void closeConnection() {
    connections.decrementAndGet();
  }

  /** @param declared the body's length, 0 where the request does not say */
  public Decision enter(long declared) {
    if (draining) {
      return new Decision.Refused(Bound.DRAINING);
    }
    if (requests.incrementAndGet() > bounds.requests()) {
      requests.decrementAndGet();
      return new Decision.Refused(Bound.REQUESTS);
    }
    long needed = RECORD_OVERHEAD + declared;
    if (!takeBytes(needed)) {
      requests.decrementAndGet();
      return new Decision.Refused(Bound.BYTES);
    }
    return Permit.withPlace(this, needed);
  }

  /** From now on nothing is let in; what is in goes on. */
  public void drain() {
    draining = true;
  }

  public boolean draining() {
    return draining;
  }

  /** Requests that wait for their answer. */
  public int inflightRequests() {
    return requests.get();
  }

  public long inflightBytes() {
    return bytes.get();
  }

  /** Measures how fast the gateway drains; to be called about once a second. */
  public void sample() {
    requestRate.sample(requests.get() > bounds.requests() / 2);
    byteRate.sample(bytes.get() > bounds.bytes() / 2);
  }

  /**
   * Seconds after which a refused client may try again: as long as what is in takes to drain, from 1
   * to 30, and up to twice that at random so that not all come back at the same moment.
   */
  public int retryAfterSeconds() {
    double seconds = Math.max(requestRate.secondsFor(requests.get()),
        byteRate.secondsFor(bytes.get()));
    int least = Math.clamp((long) Math.ceil(seconds), 1, MAX_RETRY_AFTER);
    return least + random.nextInt(least + 1);
  }

  boolean takeBytes(long more) {
    if (bytes.addAndGet(more) > bounds.bytes()) {
      bytes.addAndGet(-more);
      return false;
    }
    return true;
  }

  void freePlace() {
    requests.decrementAndGet();
    requestRate.add(1);
  }

  void freeBytes(long freed) {
    bytes.addAndGet(-freed);
    byteRate.add(freed);
  }
}
