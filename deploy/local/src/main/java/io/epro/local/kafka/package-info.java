/** A real Kafka broker on this machine: one KRaft node, in a process of its own. */
@NullMarked
package io.epro.local.kafka;

import org.jspecify.annotations.NullMarked;
