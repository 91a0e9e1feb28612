package io.epro.processor.sink;

import io.epro.processor.ledger.Advance;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One transaction of the database: all of it, or nothing. Confined to one thread. Every step throws
 * {@link io.epro.processor.ledger.OutageException} when the database does not answer or cannot work
 * now; after a throw only {@link #close} is of use.
 */
public interface StoreTransaction extends AutoCloseable {

  /**
   * Locks the ledger's rows of these partitions, in ascending order, until the transaction ends.
   *
   * @return {@code next_offset} by partition; a partition without a row is absent
   */
  Map<Integer, Long> lock(Collection<Advance> advances);

  /** The version of the register of erased patients, which stays until the ledger's rows are free again. */
  long register();

  /**
   * Stores the batch's rows, those taken for new before the suspects, and tells what did not become a
   * row of its own.
   */
  RowOutcome storeRows(Batch batch);

  void storeRejections(List<Rejection> rejections);

  /** Moves the locked rows of the ledger on and adds the counts, in the order of the advances. */
  void advance(Collection<Advance> advances, List<Tally> tallies);

  /** When this throws, the transaction may have been committed or not: the ledger tells. */
  void commit();

  /** Undoes what was not committed. Never throws. */
  @Override
  void close();
}
