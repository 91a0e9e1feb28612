package io.epro.bench.suite;

import static io.epro.bench.suite.SuiteRuns.beside;
import static io.epro.bench.suite.SuiteRuns.less;
import static io.epro.bench.suite.SuiteRuns.more;
import static io.epro.bench.suite.SuiteRuns.on;
import static io.epro.bench.suite.SuiteRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.epro.bench.measure.Figure.Better;
import org.junit.jupiter.api.Test;

class ChangeTest {
  @Test
  void aSlowMomentThatSlowedTheCeilingAsWellIsNoRegression() {
    var change = only(more(beside("COPY", 150, 152, 148), 100, 101, 99),
        more(beside("COPY", 90, 91, 89), 60, 61, 59));
    assertThat(change.ratio()).isCloseTo(1, within(0.03));
    assertThat(change.worse()).isFalse();
  }

  @Test
  void aFigureThatFellAgainstItsCeilingInEveryRoundIsOne() {
    var change = only(more(beside("COPY", 150, 152, 148), 100, 101, 99),
        more(beside("COPY", 150, 152, 148), 70, 72, 69));
    assertThat(change.ratio()).isCloseTo(0.7, within(0.03));
    assertThat(change.worse()).isTrue();
  }

  @Test
  void aFallThatSomeRoundsDoNotShowIsNoise() {
    assertThat(only(more(beside("COPY", 150, 150, 150), 100, 110, 90),
        more(beside("COPY", 150, 150, 150), 60, 95, 55)).worse()).isFalse();
  }

  @Test
  void aFallOfLessThanAQuarterIsNone() {
    assertThat(only(more(null, 100, 100, 100), more(null, 76, 77, 78)).worse()).isFalse();
    assertThat(only(more(null, 100, 100, 100), more(null, 72, 73, 74)).worse()).isTrue();
  }

  @Test
  void whatIsCountedMayScatterLessAndWhatIsTheSlowestOfSomethingMore() {
    assertThat(only(in("bytes a report", 100, 100, 100), in("bytes a report", 109, 109, 109))
        .worse()).isFalse();
    assertThat(only(in("bytes a report", 100, 100, 100), in("bytes a report", 113, 113, 113))
        .worse()).isTrue();
    assertThat(only(in("ms", 100, 100, 100), in("ms", 190, 190, 190)).worse()).isFalse();
    assertThat(only(in("ms", 100, 100, 100), in("ms", 210, 210, 210)).worse()).isTrue();
  }

  @Test
  void whereLessIsBetterMoreIsARegression() {
    assertThat(only(less(5, 5, 5), less(7, 7.1, 7.2)).worse()).isTrue();
    assertThat(only(less(6, 6.1, 6.2), less(5, 5, 5)).worse()).isFalse();
    assertThat(only(less(6, 6, 6), less(5, 5, 5)).ratio()).isCloseTo(1.2, within(1e-9));
  }

  @Test
  void aSingleRoundMayScatterTwice() {
    assertThat(only(less(5), less(8)).worse()).isFalse();
    assertThat(only(less(5), less(9)).worse()).isTrue();
  }

  @Test
  void onAnotherMachineOnlyWhatIsRelativeIsCompared() {
    var ceiling = beside("COPY", 150, 150, 150);
    var changes = Change.between(
        on("slow", "2026-01-01T10:00Z", less(9, 9, 9), more(ceiling, 100, 100, 100)),
        on("fast", "2026-01-02T10:00Z", less(5, 5, 5), more(ceiling, 100, 100, 100)));
    assertThat(changes).singleElement()
        .matches(change -> change.now().name().equals("reports drained"));
  }

  @Test
  void nothingAllocatedThenAndNowIsTheSame() {
    var change = only(less(0, 0, 0), less(0, 0, 0));
    assertThat(change.ratio()).isEqualTo(1);
    assertThat(change.worse()).isFalse();
  }

  @Test
  void aFigureThatIsNewIsComparedWithNothing() {
    assertThat(Change.between(run("2026-01-01T10:00Z", less(5, 5, 5)),
        run("2026-01-02T10:00Z", more(null, 1, 1, 1)))).isEmpty();
  }

  private static Series in(String unit, double... values) {
    return new Series("acks", "some figure", unit, Better.LESS, SuiteRuns.rounds(values), null,
        null);
  }

  private static Change only(Series before, Series now) {
    var changes = Change.between(run("2026-01-01T10:00Z", before), run("2026-01-02T10:00Z", now));
    assertThat(changes).hasSize(1);
    return changes.getFirst();
  }
}
