package io.epro.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PausesTest {

  @Test
  void areTheTotalsOfEachSafepoint() {
    var pauses = Pauses
        .of("""
            [0.402s][info][safepoint] Safepoint "G1CollectForAllocation", Time since last: 1 ns,\
             Reaching safepoint: 12 ns, At safepoint: 1999988 ns, Leaving safepoint: 5 ns, Total: 2000000 ns, Threads: 0 runnable, 12 total
            [0.502s][info][safepoint] Safepoint "ICBufferFull", Time since last: 1 ns, Total:      500000 ns
            """);

    assertThat(pauses.seconds()).isEqualTo(0.0025);
    assertThat(pauses.longestMillis()).isEqualTo(2);
  }

  @Test
  void areNoneWhereNothingStopped() {
    assertThat(Pauses.of("")).isEqualTo(new Pauses(0, 0));
  }
}
