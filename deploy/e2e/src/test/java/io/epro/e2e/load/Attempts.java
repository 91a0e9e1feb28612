package io.epro.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.load.OpenLoad.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of the requests of an open load, and what must hold of them. Times are nanoTime. */
public record Attempts(List<Attempt> all) {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long STEP = Duration.ofMillis(50).toNanos();

  /**
   * Every request has an answer, in time, and it is 202 with the report's id or a 503 that says when to
   * try again. That a 202 is true is for {@code NoReportLost} to say.
   *
   * @param limit from when the request should have been sent
   */
  public void assertTruthful(Duration limit) {
    assertThat(all).as("requests").isNotEmpty();
    assertThat(all.stream().filter(attempt -> !truthful(attempt)).limit(5).map(Attempt::reply))
        .as("neither 202 with the report's id nor a 503 to be retried").isEmpty();
    assertThat(slowest()).as("the slowest answer").isLessThanOrEqualTo(limit);
  }

  /** Those that should have been sent from then on. */
  public Attempts dueSince(long moment) {
    return new Attempts(all.stream().filter(attempt -> attempt.due() >= moment).toList());
  }

  public Duration slowest() {
    return Duration.ofNanos(all.stream().mapToLong(attempt -> attempt.done() - attempt.due())
        .max().orElseThrow());
  }

  public long refused() {
    return all.stream().filter(attempt -> attempt.reply() instanceof Reply.Refused).count();
  }

  /** 202s a second, of the requests that were due and answered between here and there. */
  public double queuedPerSecond(long from, long to) {
    return queued(from, to) * (double) SECOND / (to - from);
  }

  /**
   * From that moment until the first whole second in which so many 202s came, to requests of that same
   * second: what was held before and is let go at once is no throughput.
   */
  public Optional<Duration> untilSecondWith(double queued, long since) {
    long last = all.stream().mapToLong(Attempt::done).max().orElse(since);
    for (long from = since; from + SECOND <= last; from += STEP) {
      if (queued(from, from + SECOND) >= queued) {
        return Optional.of(Duration.ofNanos(from - since));
      }
    }
    return Optional.empty();
  }

  private long queued(long from, long to) {
    return all.stream().filter(attempt -> attempt.reply() instanceof Reply.Queued)
        .filter(attempt -> attempt.due() >= from && attempt.done() < to).count();
  }

  private static boolean truthful(Attempt attempt) {
    return switch (attempt.reply()) {
      case Reply.Queued(var id) -> id.equals(attempt.sample().reportId());
      case Reply.Refused refused -> refused.status() == 503 && refused.retryable()
          && refused.retryAfter() > 0;
      case Reply.Nothing _ -> false;
    };
  }
}
