package io.epro.processor.reconcile;

/**
 * One partition's row of the ledger.
 *
 * @param topicId of the topic that it was kept for
 * @param first where it begins
 * @param next one past the last offset that it accounts for
 */
public record Account(String topicId, long first, long next, long stored, long duplicate,
    long rejected,
    long skipped, long erased) {

  /** Offsets that it has passed. */
  long passed() {
    return next - first;
  }

  /** Offsets of which it says what became of them. */
  long accounted() {
    return stored + duplicate + rejected + skipped + erased;
  }
}
