package io.epro.bench.acks;

/**
 * What the clients saw.
 *
 * @param perSecond 202s whose request and answer both lie in the window; so are the latencies
 * @param serverMicros CPU of the server a 202; {@code brokerMicros} and {@code clientMicros} are
 *     those of the broker and of the clients
 * @param accepted 202s of the whole run, warm-up included
 * @param refused all other answers of the whole run
 */
record LoadResult(int connections, double perSecond, double p50Millis, double p99Millis,
    double maxMillis, double serverMicros, double brokerMicros, double clientMicros, long accepted,
    long refused) {}
