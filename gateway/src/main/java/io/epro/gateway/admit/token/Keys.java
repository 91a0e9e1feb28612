package io.epro.gateway.admit.token;

import io.epro.observe.Health;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** Where the keys come from. Thread-safe. */
interface Keys extends AutoCloseable {

  /** @throws IOException in plain words, when there will never be keys */
  void start() throws IOException;

  /** Never blocks. */
  KeySet current();

  /**
   * The keys after a further look at their source, or the same as now where that cannot be or fails.
   * Completed on any thread, within a bounded time, never exceptionally.
   */
  CompletionStage<KeySet> newer();

  /** Ready once there were keys. */
  Health health();

  @Override
  void close();
}
