package io.epro.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuspicionTest {
  private static final RowWays STRAIGHT = new RowWays(10, 1, 0);
  private static final RowWays STAGED = new RowWays(0, 10, 0);
  private static final RowWays FELL_BACK = new RowWays(0, 10, 1);
  private static final RowWays NO_ROWS = new RowWays(0, 0, 0);

  private final Suspicion suspicion = new Suspicion(1000);
  private long number;

  @Test
  void onlyWhatCameBeforeIsSuspected() {
    assertThat(suspicion.of(1, 1)).isFalse();
    assertThat(suspicion.of(1, 2)).isFalse();
    assertThat(suspicion.of(1, 1)).isTrue();
  }

  @Test
  void afterAFallbackTheNextBatchIsSuspected() {
    suspicion.learn(FELL_BACK);
    assertThat(suspectsTheNext()).isTrue();
    suspicion.learn(STAGED);
    assertThat(suspectsTheNext()).isFalse();
  }

  @Test
  void fallbacksInSeriesKeepItLongerButNotForEver() {
    for (int batches : new int[]{1, 3, 7, 15, 15}) {
      suspicion.learn(FELL_BACK);
      assertThat(stagedBatches()).isEqualTo(batches);
    }
  }

  @Test
  void aBatchThatWentStraightEndsTheSeries() {
    suspicion.learn(FELL_BACK);
    stagedBatches();
    suspicion.learn(FELL_BACK);
    stagedBatches();
    suspicion.learn(STRAIGHT);
    suspicion.learn(FELL_BACK);
    assertThat(stagedBatches()).isEqualTo(1);
  }

  @Test
  void aBatchOfRejectionsAloneSaysNothing() {
    suspicion.learn(FELL_BACK);
    stagedBatches();
    suspicion.learn(NO_ROWS);
    suspicion.learn(FELL_BACK);
    assertThat(stagedBatches()).isEqualTo(3);
  }

  private int stagedBatches() {
    int batches = 0;
    while (suspectsTheNext()) {
      batches++;
      suspicion.learn(STAGED);
    }
    return batches;
  }

  private boolean suspectsTheNext() {
    return suspicion.of(2, number++);
  }
}
