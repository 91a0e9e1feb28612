package io.epro.processor.sink;

/** Where stored reports are published with what the dictionary added: at least once, deduplicated by their id. */
@FunctionalInterface
public interface EnrichedTopic {
  /** For those who have none. */
  EnrichedTopic NONE = (_, _) -> {};

  /**
   * Publishes those of the batch's rows that became rows of their own, and returns when the broker has
   * acknowledged every one.
   *
   * @throws io.epro.processor.ledger.OutageException when it has not within a bounded time
   */
  void publish(Batch batch, RowOutcome outcome);
}
