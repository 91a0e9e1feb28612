package io.epro.processor.ledger;

import java.util.OptionalLong;

/**
 * Reads and opens the books of a partition. Advancing them is the batch store's part, since it
 * belongs to the rows' transaction.
 *
 * <p>Both calls throw {@link OutageException} when the database does not answer, and
 * {@link LedgerFault} when the books belong to another topic of the same name.
 */
public interface Ledger {

  /** The first offset not yet applied; empty where the partition has no books yet. */
  OptionalLong nextOffset(int partition);

  /**
   * Opens the books of a partition at its first offset; where another instance was faster, its row
   * stands.
   *
   * @return the first offset not yet applied
   */
  long open(int partition, long firstOffset);
}
