package io.epro.processor.sink;

import static io.epro.processor.sink.SinkInputs.rejection;
import static io.epro.processor.sink.SinkInputs.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.OutageException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every store of reports keeps under a batch writer, the one in memory and the real one. */
public abstract class ReportStoreContract {
  private static final int WINDOW = 64;

  private final InternalErrors errors = new InternalErrors(new SimpleMeterRegistry(),
      System::nanoTime);
  private final List<Rejection> published = new ArrayList<>();
  private Suspicion suspicion = new Suspicion(WINDOW);

  /** A store whose partitions 0 and 1 have empty books from offset 0. */
  protected abstract ReportStore store();

  /** What {@code next_offset} of a partition is set to behind the store's back. */
  protected abstract void moveLedger(int partition, long next);

  protected abstract long nextOffset(int partition);

  protected abstract long storedRows();

  /** Which record of each report is the one stored, by its offset. */
  protected abstract Map<UUID, Long> storedOffsets();

  protected abstract long rejectedRows();

  /** Somebody is entered into the register of erased patients. */
  protected abstract void erase();

  /** All, by partition. */
  protected abstract List<Hole> holes();

  /** A batch that carries these on, each partition's cursor being its first offset. */
  protected final Batch batch(SinkInput... inputs) {
    var batch = new Batch(1 << 16, suspicion, errors);
    var next = new HashMap<Integer, Long>();
    for (SinkInput input : inputs) {
      batch.add(input, next.getOrDefault(input.partition(), input.offset()));
      next.putIfAbsent(input.partition(), input.offset());
    }
    return batch;
  }

  /** From here on, no row is suspected that came before. */
  protected final void forgetIds() {
    suspicion = new Suspicion(WINDOW);
  }

  protected final WriteOutcome write(Batch batch) {
    return new BatchWriter(store(), published::addAll).write(batch);
  }

  protected final List<Tally> committed(Batch batch) {
    return outcome(batch).tallies();
  }

  private WriteOutcome.Committed outcome(Batch batch) {
    var outcome = write(batch);
    assertThat(outcome).isInstanceOf(WriteOutcome.Committed.class);
    return (WriteOutcome.Committed) outcome;
  }

  @Test
  void rowsRejectionsAndLedgerMoveTogether() {
    assertThat(committed(batch(row(0, 0), rejection(0, 1), row(1, 0))))
        .containsExactly(new Tally(0, 1, 0, 1, 0, 0), new Tally(1, 1, 0, 0, 0, 0));
    assertThat(nextOffset(0)).isEqualTo(2);
    assertThat(nextOffset(1)).isEqualTo(1);
    assertThat(storedRows()).isEqualTo(2);
    assertThat(rejectedRows()).isEqualTo(1);
    assertThat(published).hasSize(1);
  }

  @Test
  void offsetsWithoutARecordAreCountedAsSkipped() {
    assertThat(committed(batch(row(0, 0), row(0, 4))))
        .containsExactly(new Tally(0, 2, 0, 0, 3, 0));
    assertThat(nextOffset(0)).isEqualTo(5);
  }

  @Test
  void aReportThatIsStoredAlreadyIsADuplicateSuspectedOrNot() {
    write(batch(row(0, 0, "a", "same"), row(0, 1, "b", "same")));
    var suspected = outcome(
        batch(row(0, 2), row(0, 3, "a", "same"), row(1, 0, "a", "same")));
    assertThat(suspected.tallies())
        .containsExactly(new Tally(0, 1, 1, 0, 0, 0), new Tally(1, 0, 1, 0, 0, 0));
    assertThat(suspected.ways()).isEqualTo(new RowWays(1, 2, 0));
    forgetIds();
    var missed = outcome(batch(row(0, 4), row(0, 5, "b", "same")));
    assertThat(missed.tallies()).containsExactly(new Tally(0, 1, 1, 0, 0, 0));
    assertThat(missed.ways()).isEqualTo(new RowWays(0, 2, 1));
    assertThat(storedRows()).isEqualTo(4);
  }

  @Test
  void aSuspectThatWasNeverStoredIsStored() {
    batch(row(0, 0), row(0, 1), row(0, 2));
    var outcome = outcome(batch(row(0, 0), row(0, 1), row(0, 2), row(0, 3)));
    assertThat(outcome.tallies()).containsExactly(new Tally(0, 4, 0, 0, 0, 0));
    assertThat(outcome.ways()).isEqualTo(new RowWays(1, 3, 0));
  }

  @Test
  void duplicatesWithinOneBatchAreFoundToo() {
    assertThat(committed(batch(row(0, 0, "a", "same"), row(0, 1, "a", "same"),
        row(1, 0, "a", "other"))))
        .containsExactly(new Tally(0, 1, 1, 0, 0, 0), new Tally(1, 0, 0, 1, 0, 0));
    assertThat(storedRows()).isEqualTo(1);
    assertThat(rejectedRows()).isEqualTo(1);
  }

  @Test
  void ofEqualIdsTheFirstIsStoredWhereTheOthersAreSuspects() {
    assertTheFirstIsStored(0, new RowWays(3, 3, 0));
  }

  @Test
  void ofEqualIdsTheFirstIsStoredWhereAllAreSuspects() {
    batch(row(0, 1, "a", "one"), row(0, 2, "b", "one"));
    assertTheFirstIsStored(0, new RowWays(1, 5, 0));
  }

  @Test
  void ofEqualIdsTheFirstIsStoredWhereNoneIsASuspect() {
    suspicion = new Suspicion(0);
    assertTheFirstIsStored(0, new RowWays(0, 6, 1));
  }

  @Test
  void ofEqualIdsTheFirstIsStoredWhereAMissedRetryMakesTheNewOnesFallBack() {
    write(batch(row(0, 0, "c", "same")));
    forgetIds();
    assertTheFirstIsStored(1, new RowWays(0, 6, 1));
  }

  /** @param duplicates of identity "c", whose only row this is unless it is stored already */
  private void assertTheFirstIsStored(int duplicates, RowWays ways) {
    moveLedger(0, 1);
    Row first = row(0, 1, "a", "one");
    Row other = row(0, 2, "b", "two");
    var outcome = outcome(batch(first, other, row(0, 3, "a", "two"), row(0, 4, "c", "same"),
        row(0, 5, "b", "one"), row(0, 6, "a", "one")));
    assertThat(outcome.tallies())
        .containsExactly(new Tally(0, 3 - duplicates, 1 + duplicates, 2, 0, 0));
    assertThat(outcome.ways()).isEqualTo(ways);
    assertThat(storedOffsets())
        .containsAllEntriesOf(Map.of(SinkInputs.id(first), 1L, SinkInputs.id(other), 2L));
    assertThat(published).extracting(rejection -> rejection.source().offset())
        .containsExactlyInAnyOrder(3L, 5L);
  }

  @Test
  void anyMixOfRetriesAndRefusedRowsEndsAsIfRowsWereStoredOneByOne() {
    var mix = new RetryMix(20260101);
    var random = new SplittableRandom(1);
    for (int turn = 0; turn < 120; turn++) {
      if (random.nextInt(8) == 0) {
        suspicion = new Suspicion(random.nextBoolean() ? WINDOW : 0);
      }
      Row[] rows = mix.batch();
      if (random.nextInt(6) == 0) {
        batch(rows); // given up: all of it comes again
      }
      var outcome = outcome(batch(rows));
      suspicion.learn(outcome.ways());
      assertThat(outcome.tallies()).as("batch %s", turn).isEqualTo(mix.store(rows));
    }
    assertThat(storedOffsets()).isEqualTo(mix.stored().stream()
        .collect(Collectors.toMap(SinkInputs::id, row -> row.source().offset())));
  }

  @Test
  void theSameIdWithOtherBytesIsKeptAsAConflict() {
    write(batch(row(0, 0, "a", "one")));
    assertThat(committed(batch(row(0, 1, "a", "two"))))
        .containsExactly(new Tally(0, 0, 0, 1, 0, 0));
    assertThat(published.getLast().reasons().getFirst().code().code())
        .isEqualTo("conflicting_duplicate");
  }

  @Test
  void aBatchWrittenTwiceIsRecognised() {
    var batch = batch(row(0, 0), row(1, 0));
    write(batch);
    assertThat(write(batch)).isEqualTo(new WriteOutcome.AlreadyCommitted());
    assertThat(storedRows()).isEqualTo(2);
  }

  @Test
  void aFormerOwnersBatchIsNotWritten() {
    moveLedger(0, 9);
    assertThat(write(batch(row(0, 0), row(1, 0)))).isEqualTo(new WriteOutcome.Superseded());
    assertThat(storedRows()).isZero();
    assertThat(nextOffset(1)).isZero();
  }

  @Test
  void aBatchAheadOfTheLedgerIsNotWritten() {
    assertThat(write(batch(row(0, 5)))).isEqualTo(new WriteOutcome.RolledBack());
    assertThat(storedRows()).isZero();
  }

  @Test
  void aBatchThatWasBegunBeforeAnErasureIsNotWritten() {
    Batch before = batch(row(0, 0));
    erase();
    assertThat(write(before)).isEqualTo(new WriteOutcome.ErasedMeanwhile());
    assertThat(storedRows()).isZero();
    assertThat(nextOffset(0)).isZero();
  }

  @Test
  void recordsOfErasedPatientsAreOnlyCounted() {
    Batch batch = batch(row(0, 0));
    batch.erase(row(0, 1), 1);
    batch.erase(rejection(1, 0), 0);
    assertThat(committed(batch))
        .containsExactly(new Tally(0, 1, 0, 0, 0, 1), new Tally(1, 0, 0, 0, 0, 1));
    assertThat(nextOffset(0)).isEqualTo(2);
    assertThat(storedRows()).isEqualTo(1);
    assertThat(rejectedRows()).isZero();
  }

  @Test
  void whatWasLostIsSkippedAndKeptAsAHole() {
    var batch = new Batch(1 << 16, suspicion, errors);
    batch.add(row(0, 0), 0);
    batch.lose(new Hole(0, 1, 4));
    batch.add(row(0, 4), 4);
    batch.lose(new Hole(1, 0, 7));
    assertThat(committed(batch))
        .containsExactly(new Tally(0, 2, 0, 0, 3, 0), new Tally(1, 0, 0, 0, 7, 0));
    assertThat(nextOffset(0)).isEqualTo(5);
    assertThat(nextOffset(1)).isEqualTo(7);
    assertThat(holes()).containsExactly(new Hole(0, 1, 4), new Hole(1, 0, 7));
  }

  @Test
  void nothingIsVisibleBeforeTheCommit() {
    var batch = batch(row(0, 0), rejection(0, 1));
    try (var transaction = store().begin()) {
      writeAll(transaction, batch);
      assertThat(storedRows()).isZero();
      assertThat(rejectedRows()).isZero();
      assertThat(nextOffset(0)).isZero();
    }
    assertThat(storedRows()).isZero();
    assertThat(write(batch)).isInstanceOf(WriteOutcome.Committed.class);
  }

  @Test
  void aPartitionWithoutBooksIsAbsentFromTheLocked() {
    try (var transaction = store().begin()) {
      assertThat(transaction.lock(batch(row(0, 0), row(7, 0)).advances()))
          .containsExactly(Map.entry(0, 0L));
    }
  }

  @Test
  void whoeverHoldsALedgerRowForTooLongIsEndedAndItsCommitFails() {
    var batch = batch(row(0, 0));
    try (var frozen = store().begin()) {
      writeAll(frozen, batch);
      try (var owner = store().begin()) {
        assertThatThrownBy(() -> owner.lock(batch.advances()))
            .isInstanceOf(OutageException.class);
      }
      assertThat(write(batch)).isInstanceOf(WriteOutcome.Committed.class);
      assertThatThrownBy(frozen::commit).isInstanceOf(OutageException.class);
    }
    assertThat(storedRows()).isEqualTo(1);
    assertThat(nextOffset(0)).isEqualTo(1);
  }

  @Test
  void otherPartitionsAreNotHeldUp() {
    try (var other = store().begin()) {
      writeAll(other, batch(row(0, 0)));
      assertThat(write(batch(row(1, 0)))).isInstanceOf(WriteOutcome.Committed.class);
      other.commit();
    }
    assertThat(storedRows()).isEqualTo(2);
  }

  @Test
  void aReportThatAnotherTransactionIsStoringIsWaitedForAndItsSessionLeftAlone() {
    var later = batch(row(1, 0, "a", "same"));
    forgetIds();
    try (var first = store().begin()) {
      writeAll(first, batch(row(0, 0, "a", "same")));
      assertThatThrownBy(() -> write(later)).isInstanceOf(OutageException.class);
      first.commit();
    }
    assertThat(committed(later)).containsExactly(new Tally(1, 0, 1, 0, 0, 0));
    assertThat(storedRows()).isEqualTo(1);
  }

  private static void writeAll(StoreTransaction transaction, Batch batch) {
    transaction.lock(batch.advances());
    transaction.storeRows(batch);
    transaction.storeRejections(batch.rejections());
    var tallies = new ArrayList<Tally>();
    for (Advance advance : batch.advances()) {
      long rejected = batch.rejections().stream()
          .filter(rejection -> rejection.source().partition() == advance.partition()).count();
      tallies.add(new Tally(advance.partition(), advance.next() - advance.expected() - rejected,
          0, rejected, 0, 0));
    }
    transaction.advance(batch.advances(), tallies);
  }

  @Test
  void aRejectThatCannotBePublishedUndoesEverything() {
    var writer = new BatchWriter(store(), _ -> {
      throw new OutageException("broker away", new IllegalStateException());
    });
    assertThatThrownBy(() -> writer.write(batch(row(0, 0), rejection(0, 1))))
        .isInstanceOf(OutageException.class);
    assertThat(storedRows()).isZero();
    assertThat(rejectedRows()).isZero();
    assertThat(nextOffset(0)).isZero();
    assertThat(write(batch(row(0, 0)))).isInstanceOf(WriteOutcome.Committed.class);
  }
}
