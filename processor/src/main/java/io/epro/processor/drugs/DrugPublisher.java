package io.epro.processor.drugs;

import io.epro.drug.Drug;

/** Where a loaded drug goes. Used by one thread. */
interface DrugPublisher extends AutoCloseable {

  /**
   * Sends a drug; may wait for room.
   *
   * @throws PublishFailedException when this drug, or one before, cannot be delivered
   */
  void publish(Drug drug);

  /**
   * Takes a drug out; as {@link #publish}.
   *
   * @throws PublishFailedException when this, or a drug before, cannot be delivered
   */
  void remove(String drugId);

  /**
   * Waits until all drugs are acknowledged, within a bounded time.
   *
   * @throws PublishFailedException when one was not
   */
  void flush();

  /** How many drugs were published or removed so far, acknowledged or not. */
  int sent();

  @Override
  void close();

  /** The broker did not take a drug; the message says why. */
  final class PublishFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PublishFailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
