package io.epro.processor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AdvanceTest {

  private final Advance advance = new Advance(3, 100);

  @Test
  void aRecordThatIsPassedCountsAsSkippedWithTheGapBeforeIt() {
    advance.take(100);
    advance.pass(103);
    advance.take(104);
    assertThat(advance.next()).isEqualTo(105);
    assertThat(advance.skipped()).isEqualTo(3);
  }

  @Test
  void countsOffsetsWithoutARecordAsSkipped() {
    advance.take(100);
    advance.take(103);
    assertThat(advance.next()).isEqualTo(104);
    assertThat(advance.skipped()).isEqualTo(2);
  }

  @Test
  void refusesAnOffsetThatItHasPassed() {
    advance.take(100);
    assertThatThrownBy(() -> advance.take(100)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsALossAsSkippedAndRemembersIt() {
    advance.take(100);
    advance.lose(new Hole(3, 101, 110));
    advance.take(110);
    advance.lose(new Hole(3, 111, 112));
    assertThat(advance.skipped()).isEqualTo(10);
    assertThat(advance.holes()).containsExactly(new Hole(3, 101, 110), new Hole(3, 111, 112));
    assertThat(advance.next()).isEqualTo(112);
  }

  @Test
  void refusesALossThatDoesNotBeginWhereItStands() {
    assertThatThrownBy(() -> advance.lose(new Hole(3, 101, 110)))
        .isInstanceOf(IllegalStateException.class);
  }
}
