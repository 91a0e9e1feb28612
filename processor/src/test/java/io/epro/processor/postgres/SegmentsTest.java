package io.epro.processor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final int BATCH = 5000;
  private final Segments segments = new Segments();

  @Test
  void inCleanTimesABatchIsOneSegment() {
    assertThat(segments.rows()).isGreaterThan(BATCH);
  }

  @Test
  void aDozenOfRefusalsMakesThemShort() {
    meet(1000, 12);
    assertThat(segments.rows()).isBetween(300, 700);
  }

  @Test
  void whereAllIsRefusedTheyAreShortest() {
    meet(0, 30);
    assertThat(segments.rows()).isBetween(1, 20);
  }

  @Test
  void theyGrowAgainWhenNothingIsRefused() {
    meet(0, 30);
    long stored = 0;
    while (segments.rows() <= BATCH) {
      segments.stored(segments.rows());
      stored += segments.rows();
    }
    assertThat(stored).isBetween(100_000L, 5_000_000L);
  }

  private void meet(int stored, int times) {
    for (int i = 0; i < times; i++) {
      segments.stored(stored);
      segments.refused();
    }
  }
}
