package io.epro.local.books;

/** One partition's row of the ledger. */
public record LedgerRow(long firstOffset, long nextOffset, long stored, long duplicate,
    long rejected, long skipped, long erased) {

  /** Offsets with a known end. */
  public long accounted() {
    return stored + duplicate + rejected + skipped + erased;
  }
}
