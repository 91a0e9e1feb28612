/**
 * Durable acknowledgements: a closed loop of clients against the gateway as it ships, and against the
 * same server with a publisher that acknowledges without Kafka. Every 202 is looked for in the topic.
 */
@NullMarked
package io.epro.bench.acks;

import org.jspecify.annotations.NullMarked;
