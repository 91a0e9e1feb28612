package io.epro.local.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.books.Books;
import io.epro.local.books.LedgerRow;
import io.epro.local.books.PartitionBook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Books BEGUN = books(10, 8, 1, 1);
  private static final Books ENDED = books(1510, 1470, 25, 15);

  @Test
  void tellsThisRunFromAllRuns() {
    var text = new Summary(BEGUN, ENDED, Optional.empty()).text();

    assertThat(text).containsPattern("stored +1,462 +1,470")
        .containsPattern("rejected +14 +15")
        .contains("The books balance");
  }

  @Test
  void doesNotBalanceWhenPatientsWereToldOfMoreThanTheTopicHas() {
    var kept = new Summary(BEGUN, ENDED, Optional.of(new Summary.Sent(1500, 3, 2, 0)));
    var lost = new Summary(BEGUN, ENDED, Optional.of(new Summary.Sent(1501, 3, 2, 0)));

    assertThat(kept.problems()).isEmpty();
    assertThat(lost.problems()).singleElement().asString().contains("1501").contains("1500");
    assertThat(lost.text()).contains("do not balance");
  }

  @Test
  void aHoleIsNoBalanceAndStandsInTheTable() {
    var summary = new Summary(BEGUN, books(1510, 1470, 25, 15, 7), Optional.empty());

    assertThat(summary.problems()).singleElement().asString().contains("lost 7 offsets");
    assertThat(summary.text()).containsPattern("skipped as lost +7 +7").contains("do not balance");
  }

  @Test
  void theLiveLineCountsThisRunOnly() {
    assertThat(new LiveLine(Duration.ofSeconds(75), BEGUN, ENDED, OptionalDouble.of(0.1834),
        List.of(7, 5)))
        .hasToString("01:15  accepted 1,500  stored 1,462  duplicate 24  rejected 14  lag 0"
            + "  p99 183 ms  processors 2 with 7+5 partitions");
  }

  private static Books books(long end, long stored, long duplicate, long rejected) {
    return books(end, stored, duplicate, rejected, 0);
  }

  private static Books books(long end, long stored, long duplicate, long rejected, long lost) {
    return new Books(List.of(new PartitionBook(0, 0, end,
        new LedgerRow(0, end, stored, duplicate, rejected, 0, 0), lost)), stored, rejected);
  }
}
