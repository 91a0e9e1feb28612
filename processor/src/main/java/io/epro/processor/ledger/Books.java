package io.epro.processor.ledger;

import java.util.Map;

/** All partitions' books at once. Both calls throw {@link OutageException}. Thread-safe. */
public interface Books {

  /** The first offset not yet applied, of every partition that has books. */
  Map<Integer, Long> nextOffsets();

  /**
   * Does the work unless another instance is doing its own at this moment.
   *
   * @return whether it was done
   */
  boolean alone(Runnable work);
}
