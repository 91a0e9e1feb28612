package io.epro.processor.sink;

import static io.epro.processor.sink.SinkInputs.rejection;
import static io.epro.processor.sink.SinkInputs.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.OutageException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of reports keeps under a batch writer, the one in memory and the real one. */
public abstract class ReportStoreContract {
  private final List<Rejection> published = new ArrayList<>();

  /** A store whose partitions 0 and 1 have empty books from offset 0. */
  protected abstract ReportStore store();

  /** What {@code next_offset} of a partition is set to behind the store's back. */
  protected abstract void moveLedger(int partition, long next);

  protected abstract long nextOffset(int partition);

  protected abstract long storedRows();

  protected abstract long rejectedRows();

  /** All, by partition. */
  protected abstract List<Hole> holes();

  /** A batch that carries these on, each partition's cursor being its first offset. */
  protected static Batch batch(SinkInput... inputs) {
    var batch = new Batch(1 << 16);
    var next = new java.util.HashMap<Integer, Long>();
    for (SinkInput input : inputs) {
      var source = input.source();
      batch.add(input, next.getOrDefault(source.partition(), source.offset()));
      next.putIfAbsent(source.partition(), source.offset());
    }
    return batch;
  }

  protected final WriteOutcome write(Batch batch) {
    return new BatchWriter(store(), published::addAll).write(batch);
  }

  @Test
  void rowsRejectionsAndLedgerMoveTogether() {
    var outcome = write(batch(row(0, 0), rejection(0, 1), row(1, 0)));
    assertThat(outcome).isEqualTo(new WriteOutcome.Committed(
        List.of(new Tally(0, 1, 0, 1, 0), new Tally(1, 1, 0, 0, 0))));
    assertThat(nextOffset(0)).isEqualTo(2);
    assertThat(nextOffset(1)).isEqualTo(1);
    assertThat(storedRows()).isEqualTo(2);
    assertThat(rejectedRows()).isEqualTo(1);
    assertThat(published).hasSize(1);
  }

  @Test
  void offsetsWithoutARecordAreCountedAsSkipped() {
    assertThat(write(batch(row(0, 0), row(0, 4))))
        .isEqualTo(new WriteOutcome.Committed(List.of(new Tally(0, 2, 0, 0, 3))));
    assertThat(nextOffset(0)).isEqualTo(5);
  }

  @Test
  void aReportThatIsStoredAlreadyIsADuplicate() {
    write(batch(row(0, 0, "a", "same")));
    var outcome = write(batch(row(0, 1), row(0, 2, "a", "same"), row(1, 0, "a", "same")));
    assertThat(outcome).isEqualTo(new WriteOutcome.Committed(
        List.of(new Tally(0, 1, 1, 0, 0), new Tally(1, 0, 1, 0, 0))));
    assertThat(storedRows()).isEqualTo(2);
  }

  @Test
  void duplicatesWithinOneBatchAreFoundToo() {
    var outcome = write(batch(row(0, 0, "a", "same"), row(0, 1, "a", "same"),
        row(1, 0, "a", "other")));
    assertThat(outcome).isEqualTo(new WriteOutcome.Committed(
        List.of(new Tally(0, 1, 1, 0, 0), new Tally(1, 0, 0, 1, 0))));
    assertThat(storedRows()).isEqualTo(1);
    assertThat(rejectedRows()).isEqualTo(1);
  }

  @Test
  void theSameIdWithOtherBytesIsKeptAsAConflict() {
    write(batch(row(0, 0, "a", "one")));
    var outcome = write(batch(row(0, 1, "a", "two")));
    assertThat(outcome)
        .isEqualTo(new WriteOutcome.Committed(List.of(new Tally(0, 0, 0, 1, 0))));
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
  void whatWasLostIsSkippedAndKeptAsAHole() {
    var batch = new Batch(1 << 16);
    batch.add(row(0, 0), 0);
    batch.lose(new Hole(0, 1, 4));
    batch.add(row(0, 4), 4);
    batch.lose(new Hole(1, 0, 7));
    assertThat(write(batch)).isEqualTo(new WriteOutcome.Committed(
        List.of(new Tally(0, 2, 0, 0, 3), new Tally(1, 0, 0, 0, 7))));
    assertThat(nextOffset(0)).isEqualTo(5);
    assertThat(nextOffset(1)).isEqualTo(7);
    assertThat(holes()).containsExactly(new Hole(0, 1, 4), new Hole(1, 0, 7));
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
