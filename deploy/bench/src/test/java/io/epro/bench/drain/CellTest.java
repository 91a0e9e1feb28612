package io.epro.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellTest {

  @Test
  void everyCombinationIsRunOnceWithTheInstancesSideBySide() {
    var ranges = new Cell.Ranges(List.of(0.0, 30.0), List.of(0L, 1000L), List.of(1, 4),
        List.of(2));

    assertThat(ranges.cells(1000)).containsExactly(new Cell(0, 1000, 1, 2),
        new Cell(0, 1000, 4, 2), new Cell(30, 1000, 1, 2), new Cell(30, 1000, 4, 2));
  }

  @Test
  void severalInstancesAreComparedWithOneThatHasAsManyThreads() {
    var four = new Cell(30, 1000, 4, 2);

    assertThat(four.alone()).isEqualTo(new Cell(30, 1000, 1, 2));
    assertThat(four.lanes()).isEqualTo(8);
  }
}
