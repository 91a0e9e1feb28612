/**
 * Durable acknowledgements: how many a second, how late, and what each costs, of the gateway as it
 * ships, with and without tokens, beside the same server without Kafka and an everyday peer. Every
 * report that was acknowledged is looked for in the topic.
 */
@NullMarked
package io.epro.bench.acks;

import org.jspecify.annotations.NullMarked;
