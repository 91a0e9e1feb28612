package io.epro.processor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AdvanceTest {
  private final Advance advance = new Advance(3, 100);

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
}
