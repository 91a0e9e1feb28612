/**
 * Proof that nothing is missing: the raw topic, the pipeline's books and the tables, held against each
 * other. {@link Reconciler} counts, and on request goes through the topic record by record
 * ({@link RecordByRecord}). It reads only, and sees the database as of one moment, so that it may run
 * beside the pipeline.
 */
@NullMarked
package io.epro.processor.reconcile;

import org.jspecify.annotations.NullMarked;
