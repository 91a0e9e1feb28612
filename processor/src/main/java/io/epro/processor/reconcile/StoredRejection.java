package io.epro.processor.reconcile;

/**
 * A row of the table {@code rejection}.
 *
 * @param sha256 of the raw bytes that it keeps
 * @param byOthers whether it was rejected for something else than what its rules say: another report of that id,
 *     a check of the table, a fault of our own
 */
public record StoredRejection(int partition, long offset, byte[] sha256, boolean byOthers)
    implements Stored {}
