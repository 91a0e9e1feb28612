package io.epro.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.admit.RateLimit.Rule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void aBurstIsTakenAndThenOneForEachInterval() {
    var limit = limit(new Rule(60, 3, 100));
    assertThat(limit.secondsUntilToken("P")).isZero();
    assertThat(limit.secondsUntilToken("P")).isZero();
    assertThat(limit.secondsUntilToken("P")).isZero();
    assertThat(limit.secondsUntilToken("P")).isEqualTo(1);

    pass(Duration.ofMillis(999));
    assertThat(limit.secondsUntilToken("P")).isEqualTo(1);
    pass(Duration.ofMillis(1));
    assertThat(limit.secondsUntilToken("P")).isZero();
    assertThat(limit.secondsUntilToken("P")).isEqualTo(1);
  }

  @Test
  void theWaitIsThatOfTheNextTokenAndRefusalsCostNone() {
    var limit = limit(new Rule(2, 1, 100));
    assertThat(limit.secondsUntilToken("P")).isZero();

    for (int i = 0; i < 10; i++) {
      assertThat(limit.secondsUntilToken("P")).isEqualTo(30);
    }
    pass(Duration.ofSeconds(12));
    assertThat(limit.secondsUntilToken("P")).isEqualTo(18);
  }

  @Test
  void aQuietTimeFillsTheBucketAndNoMore() {
    var limit = limit(new Rule(60, 2, 100));
    limit.secondsUntilToken("P");
    pass(Duration.ofDays(300));

    assertThat(limit.secondsUntilToken("P")).isZero();
    assertThat(limit.secondsUntilToken("P")).isZero();
    assertThat(limit.secondsUntilToken("P")).isEqualTo(1);
  }

  @Test
  void onePatientDoesNotPayForAnother() {
    var limit = limit(new Rule(60, 1, 100));
    limit.secondsUntilToken("P-1");

    assertThat(limit.secondsUntilToken("P-1")).isEqualTo(1);
    assertThat(limit.secondsUntilToken("P-2")).isZero();
  }

  @Test
  void zeroSetsNoLimit() {
    var limit = limit(new Rule(0, 1, 1));
    for (int i = 0; i < 1000; i++) {
      assertThat(limit.secondsUntilToken("P")).isZero();
    }
  }

  @Test
  void aFullBucketMakesWayAndNothingIsLost() {
    var registry = new SimpleMeterRegistry();
    var limit = limit(new Rule(60, 1, 8));
    limit.bindTo(registry);
    for (int i = 0; i < 7; i++) {
      limit.secondsUntilToken("empty-" + i);
      pass(Duration.ofMillis(1));
    }
    limit.secondsUntilToken("full");
    pass(Duration.ofMillis(994));

    assertThat(limit.secondsUntilToken("new")).isZero();
    assertThat(limit.secondsUntilToken("empty-6")).isEqualTo(1);
    assertThat(registry.get("epro.gateway.rate.limit.forgotten").functionCounter().count())
        .isZero();
  }

  @Test
  void wherePatientsAreTooManyTheFullestBucketIsForgottenAndCounted() {
    var registry = new SimpleMeterRegistry();
    var limit = limit(new Rule(1, 1, 8));
    limit.bindTo(registry);
    for (int i = 0; i < 9; i++) {
      limit.secondsUntilToken("P-" + i);
      pass(Duration.ofSeconds(1));
    }

    assertThat(limit.secondsUntilToken("P-1")).isPositive();
    assertThat(registry.get("epro.gateway.rate.limit.forgotten").functionCounter().count())
        .isEqualTo(1);
    assertThat(limit.secondsUntilToken("P-0")).isZero();
  }

  @Property(tries = 100)
  void neverMoreThanTheBurstAndWhatHasComeBack(@ForAll @IntRange(min = 1, max = 600) int perMinute,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @Size(max = 200) java.util.List<@IntRange(min = 0, max = 2000) Integer> pauses) {
    var limit = limit(new Rule(perMinute, burst, 10));
    long passed = 0;
    int taken = 0;
    for (int pause : pauses) {
      pass(Duration.ofMillis(pause));
      passed += pause;
      taken += limit.secondsUntilToken("P") == 0 ? 1 : 0;
      assertThat(taken).isLessThanOrEqualTo(burst + (int) (passed * perMinute / 60_000) + 1);
    }
  }

  @Test
  void severalThreadsTakeNoTokenTwice() throws Exception {
    var limit = limit(new Rule(1, 1000, 100));
    var taken = new AtomicInteger();
    var done = new CountDownLatch(4);
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        threads.execute(() -> {
          for (int i = 0; i < 1000; i++) {
            taken.addAndGet(limit.secondsUntilToken("P") == 0 ? 1 : 0);
          }
          done.countDown();
        });
      }
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(taken).hasValue(1000);
  }

  private RateLimit limit(Rule rule) {
    return new RateLimit(rule, nanoTime::get);
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
