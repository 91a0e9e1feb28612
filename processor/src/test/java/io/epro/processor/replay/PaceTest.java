package io.epro.processor.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;
  private static final double RATE = 2_000;

  private final AtomicLong clock = new AtomicLong(7);
  private final Pace pace = new Pace((long) RATE, clock::get, clock::addAndGet);

  private double secondsFor(int records) {
    long begin = clock.get();
    for (int i = 0; i < records; i++) {
      pace.next();
    }
    return (double) (clock.get() - begin) / SECOND;
  }

  @Test
  void soManyASecondAreLetThroughAndNoMore() {
    assertThat(secondsFor(20_000)).isCloseTo(20_000 / RATE, within(0.2));
  }

  @Test
  void whatWasNotUsedIsNotSavedUpForLong() {
    secondsFor(100);
    clock.addAndGet(60 * SECOND);
    assertThat(secondsFor(20_000)).isCloseTo(20_000 / RATE, within(0.3));
  }

  @Test
  void workThatIsSlowerIsNotHeldUp() {
    for (int i = 0; i < 1_000; i++) {
      long before = clock.addAndGet((long) (2 * SECOND / RATE));
      pace.next();
      assertThat(clock.get()).isEqualTo(before);
    }
  }

  @Test
  void withoutARateNobodyWaits() {
    var unlimited = new Pace(0, clock::get, clock::addAndGet);
    for (int i = 0; i < 1_000; i++) {
      unlimited.next();
    }
    assertThat(clock.get()).isEqualTo(7);
  }
}
