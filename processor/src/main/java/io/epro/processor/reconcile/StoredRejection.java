package io.epro.processor.reconcile;

/**
 * A row of the table {@code rejection}.
 *
 * @param sha256 of the raw bytes that it keeps
 */
public record StoredRejection(int partition, long offset, byte[] sha256) implements Stored {}
