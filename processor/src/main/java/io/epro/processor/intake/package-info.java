/**
 * Where records come in: the Streams topology and what ties its threads to their batches. This is the
 * only package of the pipeline that knows Kafka Streams; what the stages do is in their own packages.
 *
 * <pre>
 *   raw topic ─▶ ValidateNode ─ valid ─▶ EnrichNode ─▶ SinkNode ─▶ ThreadBatch ─▶ Postgres
 *                     └───────── rejected ───────────────▲             ▲
 *                            commit ─▶ BatchFlushingProducer.flush() ──┘
 * </pre>
 */
@NullMarked
package io.epro.processor.intake;

import org.jspecify.annotations.NullMarked;
