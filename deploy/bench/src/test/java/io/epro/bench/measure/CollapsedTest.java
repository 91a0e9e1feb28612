package io.epro.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CollapsedTest {
  @Test
  void sharesAreOfAllThatWasCounted() {
    var top = Collapsed.parse(List.of("main;io.epro.A.a;java.B.b 30", "main;io.epro.A.a 10",
        "main;java.B.b 60")).top(5);

    assertThat(top.lines().map(String::strip)).containsExactly(
        "90.0 % ends in java.B.b",
        "10.0 % ends in io.epro.A.a",
        "40.0 % passes through io.epro.A.a");
  }

  @Test
  void aMethodThatCallsItselfCountsOnceForAStack() {
    var top = Collapsed.parse(List.of("io.epro.A.a;io.epro.A.a;byte[] 5", "")).top(1);

    assertThat(top.lines().map(String::strip)).containsExactly("100.0 % ends in byte[]",
        "100.0 % passes through io.epro.A.a");
  }

  @Test
  void theTopIsAsLongAsAskedFor() {
    assertThat(Collapsed.parse(List.of("a 1", "b 2", "c 3")).top(2).lines()).hasSize(2);
  }
}
