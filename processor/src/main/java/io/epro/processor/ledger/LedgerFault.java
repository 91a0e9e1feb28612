package io.epro.processor.ledger;

/**
 * Ledger and topic contradict each other, so that going on could lose or double reports: an operator
 * has to decide. The message says what was found, where, and what to do.
 */
public final class LedgerFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerFault(String message) {
    super(message);
  }
}
