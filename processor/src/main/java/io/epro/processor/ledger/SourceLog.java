package io.epro.processor.ledger;

/**
 * Looks into the source topic, beside the stream. Calls block for a bounded time and throw
 * {@link OutageException} when the broker does not answer.
 */
public interface SourceLog {

  /** The first offset that the partition still holds. */
  long beginning(int partition);

  /** Whether a committed record lies in {@code [from, to)}. */
  boolean holdsRecord(int partition, long from, long to);
}
