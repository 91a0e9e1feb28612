package io.epro.processor.sink;

import java.time.Duration;

/**
 * Bounds of a thread's batch.
 *
 * @param maxRecords and {@code maxBytes}: at which it is written, whichever comes first
 * @param flushInterval age at which it is written
 * @param blockLimit how long a write is retried in place before the batch is given up
 */
public record SinkLimits(int maxRecords, int maxBytes, Duration flushInterval,
    Duration blockLimit) {}
