package io.epro.processor.sink;

/**
 * The thread's batch was not written and never will be: its records have to be read again. Thrown
 * until every sink of the thread has closed.
 */
public final class BatchGivenUp extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BatchGivenUp(String message) {
    super(message);
  }
}
