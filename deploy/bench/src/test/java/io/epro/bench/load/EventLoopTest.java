package io.epro.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients against a server that does what the test says. */
class EventLoopTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final ScriptedServer server = new ScriptedServer();
  private final Requests requests = new Requests(new Requests.Kind(server.port(), 1, List.of()), 0,
      1);

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void aClosedLoopTakesEachAcknowledgedReportDown() throws IOException {
    var tally = new Tally(window(0, 200));
    EventLoop.run(server.port(), 4, new ClosedLoop(requests, tally.window(), tally));

    assertThat(tally.accepted()).isPositive().isEqualTo(server.requests());
    assertThat(tally.acknowledged().cardinality()).isEqualTo(server.requests());
    assertThat(tally.acknowledged().length()).isEqualTo(server.requests());
    assertThat(tally.others()).isEmpty();
  }

  @Test
  void refusalsAreCountedByStatusAndAreNoAcknowledgements() throws IOException {
    server.refuse(503, "Retry-After: 3\r\n");
    var tally = new Tally(window(0, 100));
    EventLoop.run(server.port(), 2, new ClosedLoop(requests, tally.window(), tally));

    assertThat(tally.others()).containsOnlyKeys(503);
    assertThat(tally.withoutRetryAfter()).isZero();
    assertThat(tally.acknowledged().isEmpty()).isTrue();
    assertThat(tally.micros().getTotalCount()).isZero();
  }

  @Test
  void aRefusalWithoutRetryAfterIsTold() throws IOException {
    server.refuse(500, "");
    var tally = new Tally(window(0, 100));
    EventLoop.run(server.port(), 1, new ClosedLoop(requests, tally.window(), tally));

    assertThat(tally.withoutRetryAfter()).isEqualTo(tally.others().get(500));
  }

  /** A closed loop would have seen one slow request; a schedule shows all that came meanwhile. */
  @Test
  void aStallOfTheServerIsInTheLatencyOfEachRequestThatWasPlannedMeanwhile() throws IOException {
    server.stallOnce(Duration.ofMillis(400));
    var tally = new Tally(window(0, 800));
    EventLoop.run(server.port(), 1, openLoop(tally, 1_000));

    var micros = tally.micros();
    double waited = micros.getCountBetweenValues(100_000, 10_000_000)
        / (double) micros.getTotalCount();
    // Planned in the first 300 of 800 ms, and answered after 400.
    assertThat(waited).isGreaterThan(0.25);
    assertThat((double) micros.getMaxValue()).isGreaterThan(390_000);
    assertThat(tally.late().getMaxValue()).isGreaterThan(390_000);
    assertThat(tally.requestsUnsent()).isZero();
  }

  @Test
  void aScheduleIsKeptWhenTheServerKeepsUp() throws IOException {
    var tally = new Tally(window(0, 1_000));
    EventLoop.run(server.port(), 20, openLoop(tally, 1_000));

    assertThat((double) tally.accepted()).isCloseTo(500, within(120.0));
    assertThat(tally.micros().getTotalCount()).isEqualTo(tally.accepted());
  }

  /** Clients warm up as servers do, and are late for that. */
  @Test
  void beingLateBeforeTheWindowDoesNotCount() throws IOException {
    server.stallOnce(Duration.ofMillis(200));
    long now = System.nanoTime();
    var tally = new Tally(new Window(now + 600 * MILLI, now + 900 * MILLI));
    EventLoop.run(server.port(), 1, new OpenLoop(requests, tally.window(), tally,
        new Schedule(100, now, 1), 1_000));

    assertThat(tally.late().getTotalCount()).isPositive()
        .isEqualTo(tally.micros().getTotalCount());
    assertThat(tally.late().getMaxValue()).isLessThan(150_000);
  }

  @Test
  void whatWaitsIsBoundedAndTheRestIsCounted() throws IOException {
    server.stallOnce(Duration.ofMillis(400));
    var tally = new Tally(window(0, 600));
    EventLoop.run(server.port(), 1, openLoop(tally, 3));

    assertThat(tally.requestsUnsent()).isGreaterThan(50);
    assertThat(tally.accepted() + tally.requestsUnsent()).isCloseTo(300, within(100L));
  }

  @Test
  void aBrokenConnectionIsReplacedAndItsRequestCountedAsLost() throws IOException {
    server.breakOnce();
    var tally = new Tally(window(0, 200));
    EventLoop.run(server.port(), 3, new ClosedLoop(requests, tally.window(), tally));

    assertThat(tally.requestsLost()).isEqualTo(1);
    assertThat(tally.accepted()).isPositive().isEqualTo(server.requests() - 1);
  }

  private OpenLoop openLoop(Tally tally, int mostWaiting) {
    return new OpenLoop(requests, tally.window(), tally,
        new Schedule(500, tally.window().from(), 1), mostWaiting);
  }

  private static Window window(long fromMillis, long toMillis) {
    long now = System.nanoTime();
    return new Window(now + fromMillis * MILLI, now + toMillis * MILLI);
  }
}
