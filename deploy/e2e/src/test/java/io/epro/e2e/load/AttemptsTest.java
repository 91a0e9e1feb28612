package io.epro.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.e2e.load.OpenLoad.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** That whatever is untrue, late or missing is noticed. */
class AttemptsTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Sample SAMPLE = new ReportMix(1, "P", 1, true).next();
  private static final Reply GOOD = new Reply.Queued(SAMPLE.reportId());
  private static final Reply REFUSED = new Reply.Refused(503, "broker_unavailable", true, 1);

  @Test
  void acknowledgementsAndRetryableRefusalsAreTruthful() {
    assertThatCode(() -> of(GOOD, REFUSED).assertTruthful(LIMIT)).doesNotThrowAnyException();
  }

  @Test
  void everythingElseIsNot() {
    for (var reply : List.of(new Reply.Queued(new UUID(0, 8)), new Reply.Nothing("closed"),
        new Reply.Refused(503, "broker_unavailable", true, 0),
        new Reply.Refused(503, "broker_unavailable", false, 1),
        new Reply.Refused(500, "internal_error", true, 1))) {
      assertThatThrownBy(() -> of(GOOD, reply).assertTruthful(LIMIT))
          .isInstanceOf(AssertionError.class);
    }
    assertThatThrownBy(() -> of().assertTruthful(LIMIT)).isInstanceOf(AssertionError.class);
  }

  @Test
  void whatTookTooLongIsNoticed() {
    var late = new Attempts(List.of(new Attempt(SAMPLE, 0, LIMIT.toNanos() + 1, GOOD)));

    assertThatThrownBy(() -> late.assertTruthful(LIMIT)).isInstanceOf(AssertionError.class);
  }

  @Test
  void throughputIsBackInTheFirstSecondThatHasEnoughOfItsOwn() {
    // Ten a second; those of the first three seconds are all answered at the third, then at once.
    var all = new ArrayList<Attempt>();
    LongStream.range(0, 30).forEach(i -> all.add(attempt(i * 100, 3_000)));
    LongStream.range(30, 60).forEach(i -> all.add(attempt(i * 100, i * 100)));
    var attempts = new Attempts(all);

    assertThat(attempts.untilSecondWith(9, millis(0)).orElseThrow())
        .isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_100));
    assertThat(attempts.untilSecondWith(20, millis(0))).isEmpty();
    assertThat(attempts.queuedPerSecond(millis(4_000), millis(5_000))).isEqualTo(10);
  }

  private static Attempts of(Reply... replies) {
    return new Attempts(IntStream.range(0, replies.length)
        .mapToObj(i -> new Attempt(SAMPLE, millis(i), millis(i + 5), replies[i])).toList());
  }

  private static Attempt attempt(long due, long done) {
    return new Attempt(SAMPLE, millis(due), millis(done), GOOD);
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
