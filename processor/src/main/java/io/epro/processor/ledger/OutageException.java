package io.epro.processor.ledger;

/**
 * A part outside this process does not answer, or answers that it cannot work now. Never a fault of
 * the data: wait and try again.
 */
public final class OutageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param message which part, and what an operator can do; no data */
  public OutageException(String message) {
    super(message);
  }

  /** @param message which part, its error code, and what an operator can do; no data */
  public OutageException(String message, Throwable cause) {
    super(message, cause);
  }
}
