/**
 * A backlog in a topic, and three ways to get it into the table: the bare COPY of rows that were
 * encoded before (the ceiling), the processor as it ships, alone or several of them, and the Spring
 * Kafka listener that most teams would write. Two more are published ones: Kafka Connect and Flink. Each is
 * held to the same rows, column by column.
 */
@NullMarked
package io.epro.bench.drain;

import org.jspecify.annotations.NullMarked;
