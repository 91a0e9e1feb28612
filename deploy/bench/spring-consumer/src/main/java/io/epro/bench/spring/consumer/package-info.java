/**
 * The processor's everyday peer: the raw topic into the same table, as a team would write it in a day
 * with Spring Boot: a batch listener for each thread, databind, a map of drugs, JdbcTemplate with
 * batched INSERTs that pgjdbc rewrites to many rows a statement. Offsets are committed after the rows.
 * In good faith: tuned where people commonly tune. It keeps no ledger and tells no duplicate from a
 * conflict; its rows are the processor's, column by column.
 */
@NullMarked
package io.epro.bench.spring.consumer;

import org.jspecify.annotations.NullMarked;
