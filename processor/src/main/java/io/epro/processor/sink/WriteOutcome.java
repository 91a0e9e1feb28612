package io.epro.processor.sink;

import java.util.List;

/** What became of a batch. */
public sealed interface WriteOutcome {

  /** Rows, rejections and ledger are committed together. */
  record Committed(List<Tally> tallies, List<Rejection> rejected, RowWays ways)
      implements WriteOutcome {}

  /** An earlier attempt had been committed; only its reply was lost. */
  record AlreadyCommitted() implements WriteOutcome {}

  /** Nothing was written: another instance owns a partition of this batch by now. */
  record Superseded() implements WriteOutcome {}

  /** Nothing was written: a patient was erased since the batch was begun, and may be in it. */
  record ErasedMeanwhile() implements WriteOutcome {}

  /** Nothing was written: the ledger stands before this batch, so the database was rolled back. */
  record RolledBack() implements WriteOutcome {}
}
