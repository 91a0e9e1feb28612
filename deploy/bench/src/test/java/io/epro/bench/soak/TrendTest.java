package io.epro.bench.soak;

import io.epro.bench.chart.Point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static final Tolerance TENTH = new Tolerance(0.1, 1);

  @Test
  void theSlopeIsTheilsAndSensAndTheTestIsMannsAndKendalls() {
    var trend = Trend.of(List.of(new Point(0, 1), new Point(1, 2), new Point(2, 3),
        new Point(3, 4), new Point(4, 9), new Point(5, 6)));

    assertThat(trend.growth()).isEqualTo(5); // a slope of 1, and the outlier does not count
    assertThat(trend.level()).isEqualTo(3.5);
    // One of 15 pairs falls: a score of 13, less 1, by the root of 6 * 5 * 17 / 18.
    assertThat(trend.z()).isCloseTo(12 / Math.sqrt(510 / 18.0), within(1e-9));
  }

  @Test
  void tiesMakeTheTestSmaller() {
    var flat = Trend.of(series(20, at -> 7));
    var steps = Trend.of(List.of(new Point(0, 1), new Point(1, 1), new Point(2, 2),
        new Point(3, 2), new Point(4, 3), new Point(5, 3)));

    assertThat(flat.z()).isZero();
    // Twelve pairs rise, three are ties: 11 by the root of (510 - 3 * 2 * 1 * 9) / 18.
    assertThat(steps.z()).isCloseTo(11 / Math.sqrt((510 - 54) / 18.0), within(1e-9));
  }

  @Test
  void aLeakIsFoundUnderNoise() {
    var random = new Random(1);

    assertThat(Trend.of(series(20, at -> 100 + 0.1 * at + random.nextGaussian())).rises(TENTH))
        .isTrue();
  }

  @Test
  void noiseAloneIsNoTrend() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      assertThat(Trend.of(series(20, at -> 100 + 3 * random.nextGaussian())).rises(TENTH))
          .isFalse();
    }
  }

  @Test
  void whatFallsOrRisesByLessThanIsToleratedIsNone() {
    assertThat(Trend.of(series(20, at -> 100 - 0.05 * at)).rises(TENTH)).isFalse();
    assertThat(Trend.of(series(20, at -> 100 + 0.005 * at)).rises(TENTH)).isFalse();
  }

  @Test
  void fewPointsAreNotJudged() {
    assertThat(Trend.of(series(5, at -> at)).judged()).isFalse();
    assertThat(Trend.of(List.of()).judged()).isFalse();
    assertThat(Trend.of(series(6, at -> at)).rises(TENTH)).isTrue();
  }

  @Test
  void aLeakUnderASawtoothIsFoundByItsFloors() {
    var sawtooth = series(400, at -> 60 + 40 * (at / 70 % 1));
    var leaking = series(400, at -> 60 + 40 * (at / 70 % 1) + 0.005 * at);

    assertThat(Trend.of(Windows.FLOORS.of(sawtooth)).rises(TENTH)).isFalse();
    assertThat(Trend.of(Windows.FLOORS.of(leaking)).rises(TENTH)).isTrue();
  }

  @Test
  void aLifeOfFewCollectionsIsNotJudgedByWhatItUsesMeanwhile() {
    var oneCollection = Windows.FLOORS.of(series(40, at -> 60 + 2 * (at % 200)));

    assertThat(oneCollection).hasSize(1);
    assertThat(Trend.of(oneCollection).judged()).isFalse();
  }

  @Test
  void windowsKeepTheirLastPoint() {
    var few = Windows.MEDIANS.of(series(100, at -> at < 990 ? 1 : 9));

    assertThat(few).hasSize(20);
    assertThat(Windows.FLOORS.of(series(100, at -> at))).as("nothing was freed").isEmpty();
    assertThat(few.getLast().value()).isEqualTo(1);
  }

  /** A point each ten seconds. */
  static List<Point> series(int points, DoubleUnaryOperator value) {
    return IntStream.range(0, points).mapToObj(i -> 10.0 * i)
        .map(at -> new Point(at, value.applyAsDouble(at))).toList();
  }
}
