package io.epro.gateway.receive;

/** What all event loops share. All of it is thread-safe. */
record Shared(Stages stages, Limits limits, Time time, ReceiveMetrics metrics, Cors cors,
    ApiDocument document) {}
