package io.epro.e2e.load;

import java.time.Duration;

/** Reports being sent in the background, at a steady pace, until told to finish. */
public interface Load extends AutoCloseable {

  /** Begins to send. */
  Load start();

  /**
   * Sends on until it is at least so many, and waits until each is acknowledged.
   *
   * @throws AssertionError when a report was refused or not acknowledged in time
   */
  void finish(long atLeast, Duration limit) throws InterruptedException;

  /** What was sent so far. */
  Sent sent();

  /** Stops sending, whatever is under way. */
  @Override
  void close();
}
