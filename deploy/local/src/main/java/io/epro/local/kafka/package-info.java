/** Real Kafka on this machine: one KRaft node, or a few of them, each in a process of its own. */
@NullMarked
package io.epro.local.kafka;

import org.jspecify.annotations.NullMarked;
