/**
 * A backlog in the raw topic, and three ways to get it into the table: the bare COPY of rows that were
 * encoded before (the ceiling), the processor as it ships, and the consumer that everybody writes.
 * Each is a process of its own and is held to the same rows, column by column.
 */
@NullMarked
package io.epro.bench.drain;

import org.jspecify.annotations.NullMarked;
