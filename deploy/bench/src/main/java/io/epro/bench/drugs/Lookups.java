package io.epro.bench.drugs;

/**
 * One cell's figures, all of the readers unless they say otherwise.
 *
 * @param millions of lookups a second, of all threads
 * @param nanos a lookup, of one of the cores that the threads share
 * @param bytes allocated a lookup
 * @param waited nanoseconds a lookup that its thread stood waiting for a lock
 * @param updates a second that the writer came to
 * @param updateMicros an update, by the clock
 * @param paused milliseconds a second that the collector stopped all threads
 */
record Lookups(Cell cell, double millions, double nanos, double bytes, double waited,
    double updates, double updateMicros, double paused) {}
