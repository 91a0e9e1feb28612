package io.epro.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Broken in one line, the protocol must fail within so many histories, and show how. */
class DeliberateBreaksTest {
  private static final int HISTORIES = 10_000;
  /** After as many, the first that breaks a law is good enough to be made shorter. */
  private static final int FEW = 300;
  private static final int SHRINKING_STEPS = 500_000;

  @Test
  void offsetsCommittedBeforeTheBatchIsFlushed() {
    isFound(wiring -> wiring.flushesBeforeCommit = false);
  }

  @Test
  void aLedgerWithoutTheComparison() {
    isFound(wiring -> {
      wiring.writer = Breaks::uncompared;
      wiring.world = world -> world.database.advanceUnguarded();
    });
  }

  @Test
  void anEmptyBatchAfterAFailedFlush() {
    isFound(wiring -> wiring.keepsFailedBatch = false);
  }

  @Test
  void aTimeoutExceptionThrown() {
    isFound(wiring -> wiring.givenUp = e -> new TimeoutException(e));
  }

  @Test
  void aTimeoutExceptionThrownAndTheBatchMadeNew() {
    isFound(wiring -> {
      wiring.givenUp = e -> new TimeoutException(e);
      wiring.keepsFailedBatch = false;
    });
  }

  @Test
  void aGapSkippedWithoutALookIntoTheLog() {
    isFound(wiring -> wiring.log = Breaks::nothingInGaps);
  }

  @Test
  void aRegisterLookedAtBeforeTheLedgerIsLocked() {
    isFound(wiring -> wiring.writer = Breaks::registerLookedAtEarly);
  }

  @Test
  void rejectsSentAfterTheCommit() {
    isFound(wiring -> wiring.writer = Breaks::rejectsAfterTheCommit);
  }

  @Test
  void countsOutsideTheTransaction() {
    isFound(wiring -> wiring.writer = Breaks::countsOutside);
  }

  @Test
  void deletedOffsetsTakenForNothing() {
    isFound(wiring -> wiring.log = Breaks::nothingEverDeleted);
  }

  @Test
  void aCursorKeptBeyondReassignment() {
    isFound(wiring -> wiring.ledger = Breaks::readOnce);
  }

  @Test
  void aGroupThatIsNeverSetBack() {
    isFound(wiring -> wiring.realigns = false);
  }

  static void isFound(Consumer<Wiring> broken) {
    History found = null;
    int needed = 0;
    int failures = 0;
    for (int seed = 0; seed < HISTORIES && (failures == 0
        || (failures < 3 && seed < FEW)); seed++) {
      History history = History.of(seed, broken);
      if (history.broken() != null) {
        failures++;
        needed = failures == 1 ? seed + 1 : needed;
        found = found == null || history.events() < found.events() ? history : found;
      }
    }
    assertThat(found).as("a history that breaks a law").isNotNull();
    History shortest = Shrinker.shrink(Objects.requireNonNull(found), broken, SHRINKING_STEPS);
    System.out.println("found after " + needed + " histories, " + shortest.choices().length
        + " choices: " + shortest.broken());
    shortest.story().stream().limit(60).forEach(line -> System.out.println("    " + line));
  }
}
