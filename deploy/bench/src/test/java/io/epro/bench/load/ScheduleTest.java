package io.epro.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final int ARRIVALS = 200_000;

  @Test
  void arrivalsComeAtTheRateInTheLongRun() {
    var schedule = new Schedule(20_000, 0, 7);
    for (int i = 1; i < ARRIVALS; i++) {
      schedule.advance();
    }
    double seconds = schedule.next() / (double) TimeUnit.SECONDS.toNanos(1);
    assertThat(ARRIVALS / seconds).isCloseTo(20_000, within(200.0));
  }

  /** Of an exponential distribution: the median is ln 2 of the mean, the standard deviation the mean. */
  @Test
  void gapsAreThoseOfIndependentPeople() {
    var schedule = new Schedule(1_000, 0, 7);
    var gaps = new Histogram(3);
    long before = schedule.next();
    for (int i = 0; i < ARRIVALS; i++) {
      schedule.advance();
      gaps.recordValue(schedule.next() - before);
      before = schedule.next();
    }
    assertThat((double) gaps.getValueAtPercentile(50)).isCloseTo(693_147, within(10_000.0));
    assertThat(gaps.getStdDeviation()).isCloseTo(1_000_000, within(15_000.0));
  }

  @Test
  void theFirstArrivalIsAfterTheStartAndTimeNeverGoesBack() {
    var schedule = new Schedule(1e9, 5, 1);
    long before = 5;
    for (int i = 0; i < 1_000; i++) {
      assertThat(schedule.next()).isGreaterThanOrEqualTo(before);
      before = schedule.next();
      schedule.advance();
    }
  }
}
