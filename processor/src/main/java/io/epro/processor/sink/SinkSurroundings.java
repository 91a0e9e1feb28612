package io.epro.processor.sink;

import io.epro.processor.erase.Erasures;
import java.util.function.LongSupplier;

/**
 * What every thread's batch shares.
 *
 * @param nanoTime a monotonic clock, as {@link System#nanoTime}
 */
public record SinkSurroundings(SinkLimits limits, Outages outages, SinkMetrics metrics,
    InternalErrors errors, Erasures erasures, LongSupplier nanoTime) {}
