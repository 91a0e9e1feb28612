package io.epro.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizeTest {
  private static final int MIB = 1 << 20;

  @Test
  void aHeapThatGrowsUnderItsSawteethIsSeenToGrow() {
    // 0 to 9 MiB of garbage on top of what lives, which grows by 1 MiB a look.
    var samples = IntStream.range(0, 30)
        .mapToObj(i -> new Size.Sample((i + i % 10.0) * MIB, 100.0 * MIB + i, i, 2 * i)).toList();

    var size = Size.of(samples);

    assertThat(size.heapLowest()).containsExactly(0.0, 10.0, 20.0);
    assertThat(size.heapHighest()).isEqualTo(38);
    assertThat(size.connectionsHighest()).isEqualTo(29);
    assertThat(size.inflightHighest()).isEqualTo(58);
  }

  @Test
  void aHeapThatIsCollectedToTheSameSizeIsFlat() {
    var samples = IntStream.range(0, 9)
        .mapToObj(i -> new Size.Sample((5.0 + i % 3) * MIB, 0, 0, 0)).toList();

    assertThat(Size.of(samples).heapLowest()).containsExactly(5.0, 5.0, 5.0);
  }

  @Test
  void tooFewLooksSayNothing() {
    assertThatThrownBy(() -> Size.of(List.of(new Size.Sample(1, 1, 1, 1))))
        .isInstanceOf(IllegalStateException.class);
  }
}
