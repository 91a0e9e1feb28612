package io.epro.gateway.admit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each patient. A bucket is one number, the time at which it will be full again
 * (the generic cell rate algorithm, ITU-T I.371): a token taken moves that time on by what one token
 * takes to come back, and there is none left while it lies further ahead than a whole bucket.
 *
 * <p>The table has a fixed size, in sets of {@value #WAYS}. A patient new to a set takes the place of
 * the fullest bucket there. A full one is as good as none, so nothing is lost with it; where none is
 * full, somebody's bucket is filled ahead of its time, and counted. Thread-safe.
 */
public final class RateLimit {
  private static final int WAYS = 8;
  private static final int LOCKS = 64;
  private static final int SPREAD = 0x9E37_79B9;

  private final LongSupplier nanoTime;
  private final long tokenNanos;
  private final long bucketNanos;
  private final int sets;
  private final @Nullable String[] patients;
  private final long[] fullAt;
  private final Object[] locks = new Object[LOCKS];
  private final LongAdder forgotten = new LongAdder();

  /**
   * How much one patient may send.
   *
   * @param perMinute reports in the long run; 0 sets no limit
   * @param burst reports at once, at least 1
   * @param patients how many are remembered, at least 1
   */
  public record Rule(int perMinute, int burst, int patients) {}

  public RateLimit(Rule rule, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    tokenNanos = rule.perMinute() == 0 ? 0 : TimeUnit.MINUTES.toNanos(1) / rule.perMinute();
    bucketNanos = tokenNanos * rule.burst();
    sets = tokenNanos == 0 ? 0 : Math.ceilDiv(rule.patients(), WAYS);
    patients = new String[sets * WAYS];
    fullAt = new long[sets * WAYS];
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** Shows how often the table was too small. */
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("epro.gateway.rate.limit.forgotten", forgotten, LongAdder::sum)
        .description("buckets that made way before they were full; bound:"
            + " gateway.rate-limit.max-patients")
        .register(registry);
  }

  /** Takes a token: 0, or the whole seconds after which there will be one. */
  public int secondsUntilToken(String patient) {
    if (sets == 0) {
      return 0;
    }
    int set = Math.floorMod(Integer.rotateLeft(patient.hashCode() * SPREAD, 15), sets);
    long nanos;
    synchronized (locks[set % LOCKS]) {
      nanos = nanosUntilToken(patient, set * WAYS);
    }
    return Math.toIntExact(Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1)));
  }

  private long nanosUntilToken(String patient, int first) {
    long now = nanoTime.getAsLong();
    int at = find(patient, first);
    if (at < 0) {
      at = fullest(first, now);
      if (patients[at] != null && fullAt[at] - now > 0) {
        forgotten.increment();
      }
      patients[at] = patient;
      fullAt[at] = now;
    }
    long filling = Math.max(0, fullAt[at] - now) + tokenNanos;
    if (filling > bucketNanos) {
      return filling - bucketNanos;
    }
    fullAt[at] = now + filling;
    return 0;
  }

  private int find(String patient, int first) {
    for (int i = first; i < first + WAYS; i++) {
      if (patient.equals(patients[i])) {
        return i;
      }
    }
    return -1;
  }

  /** A free place, or else that of the bucket which is full soonest. */
  private int fullest(int first, long now) {
    int best = first;
    for (int i = first; i < first + WAYS; i++) {
      if (patients[i] == null) {
        return i;
      }
      if (fullAt[i] - now < fullAt[best] - now) {
        best = i;
      }
    }
    return best;
  }
}
