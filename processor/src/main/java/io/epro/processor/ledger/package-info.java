/**
 * The books: for each partition, which offsets Postgres has applied and what became of them. One row
 * a partition, moved in the same transaction as the reports, is what makes the sink exactly-once:
 * a record below {@code next_offset} was applied, whoever asks and however often Kafka redelivers it.
 * This package holds the rules alone; the SQL is in {@link io.epro.processor.postgres}.
 */
@NullMarked
package io.epro.processor.ledger;

import org.jspecify.annotations.NullMarked;
