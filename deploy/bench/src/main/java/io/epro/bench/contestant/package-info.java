/**
 * The servers that are measured side by side: the gateway as it ships, with and without tokens, the same
 * server without Kafka, and an everyday peer. Each run has a fresh one, so that all are equally warm.
 */
@NullMarked
package io.epro.bench.contestant;

import org.jspecify.annotations.NullMarked;
