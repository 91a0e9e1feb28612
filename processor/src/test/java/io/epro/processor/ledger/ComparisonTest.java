package io.epro.processor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final Advance first = advance(0, 10, 15);
  private final Advance second = advance(1, 100, 120);

  @Test
  void matchesWhenEveryRowStandsWhereTheBatchBegan() {
    assertThat(compare(10, 100)).isEqualTo(Comparison.MATCHES);
  }

  @Test
  void isAppliedWhenEveryRowStandsWhereTheBatchWouldEnd() {
    assertThat(compare(15, 120)).isEqualTo(Comparison.ALREADY_APPLIED);
  }

  @Test
  void isSupersededWhenOneRowIsPastTheBeginning() {
    assertThat(compare(10, 101)).isEqualTo(Comparison.SUPERSEDED);
    assertThat(compare(15, 100)).isEqualTo(Comparison.SUPERSEDED);
    assertThat(compare(15, 121)).isEqualTo(Comparison.SUPERSEDED);
  }

  @Test
  void isRolledBackWhenOneRowIsBeforeTheBeginningOrGone() {
    assertThat(compare(9, 100)).isEqualTo(Comparison.ROLLED_BACK);
    assertThat(compare(15, 99)).isEqualTo(Comparison.ROLLED_BACK);
    assertThat(Comparison.of(List.of(first, second), Map.of(0, 10L)))
        .isEqualTo(Comparison.ROLLED_BACK);
  }

  private Comparison compare(long foundFirst, long foundSecond) {
    return Comparison.of(List.of(first, second), Map.of(0, foundFirst, 1, foundSecond));
  }

  private static Advance advance(int partition, long expected, long next) {
    var advance = new Advance(partition, expected);
    advance.take(next - 1);
    return advance;
  }
}
