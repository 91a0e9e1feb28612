package io.epro.processor.sink;

/** Where batches go: one call is one transaction. */
public interface BatchStore {

  /**
   * Writes rows, rejections and the ledger's advance, all or nothing.
   *
   * @param rejects told of every rejection, those found while writing included, before the commit
   * @throws io.epro.processor.ledger.OutageException when the database or the rejects' topic does not
   *     answer; the batch may or may not have been committed, and the next attempt finds out
   */
  WriteOutcome write(Batch batch, RejectTopic rejects);
}
