package io.epro.processor.sink;

import java.util.List;

/** Where rejections are published: at least once, deduplicated by their source coordinates. */
public interface RejectTopic {

  /**
   * Returns when the broker has acknowledged every one.
   *
   * @throws io.epro.processor.ledger.OutageException when it has not within a bounded time
   */
  void publish(List<Rejection> rejections);
}
