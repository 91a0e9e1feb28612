package io.epro.processor.erase;

/** The register of erased patients, kept in memory. Thread-safe. */
public interface Erasures {

  /**
   * The register as it was when it was last read. It may be older than the database's: whoever writes finds that
   * out under the ledger's lock, and calls {@link #outdated}.
   *
   * @throws io.epro.processor.ledger.OutageException when it has to be read and the database does not answer
   * @throws io.epro.processor.ledger.LedgerFault when its key is not the configured one
   */
  Register current();

  /** To be read again before the next use. */
  void outdated();

  /** One that stays as it is. */
  static Erasures of(Register register) {
    return new Erasures() {
      @Override
      public Register current() {
        return register;
      }

      @Override
      public void outdated() {}
    };
  }
}
