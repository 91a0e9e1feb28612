package io.epro.processor.sink;

import java.util.function.LongSupplier;

/**
 * What every thread's batch shares.
 *
 * @param nanoTime a monotonic clock, as {@link System#nanoTime}
 */
public record SinkSurroundings(SinkLimits limits, Outages outages, SinkMetrics metrics,
    InternalErrors errors, LongSupplier nanoTime) {}
