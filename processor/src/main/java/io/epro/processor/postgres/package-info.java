/** Postgres: the schema, the transaction that stores a batch, and what its errors mean. */
@NullMarked
package io.epro.processor.postgres;

import org.jspecify.annotations.NullMarked;
