package io.epro.bench.safeguards;

/** What the sink could do without if nothing ever went wrong. */
enum Safeguard {
  /** Lock, compare and advance the ledger in the rows' transaction. */
  LEDGER,
  /** Publish each reject and await the broker before the commit. */
  REJECT_SENDS,
  /** Remember the ids of late, so that suspected retries alone go through staging. */
  FILTER,
  /** SHA-256 of each report, to tell a retry from a conflict. */
  HASH
}
