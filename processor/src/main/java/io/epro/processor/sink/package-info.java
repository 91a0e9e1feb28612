/**
 * The last stage: rows wait in their stream thread's batch and are written together with the ledger,
 * always before Kafka learns that they were read. {@link ThreadBatch} holds the argument,
 * {@link BatchWriter} the order within the transaction; what the ledger says is judged in
 * {@link io.epro.processor.ledger}.
 *
 * <pre>
 *            accept, flush: written
 *                 ┌──────┐
 *                 ▼      │     another owner, database went back, outage beyond the limit, group ahead
 *   open() ──▶ ┌──────┐──┘     of the database, a bug, or a sink closed with rows unwritten
 *              │ OPEN │ ──────────────────────────────────────────▶ ┌──────────┐ accept, flush: throw
 *              └──────┘                                             │ POISONED │ ───┐
 *                 ▲                                                 └──────────┘ ◀──┘
 *                 └─── last sink of the thread closed: batch, cursors forgotten ─────┘
 * </pre>
 *
 * Outside a thread, an outage beyond the limit also pauses the pipeline until database and broker answer,
 * and a group that is ahead of the database ends the pipeline until it was set back ({@link Outages}).
 */
@NullMarked
package io.epro.processor.sink;

import org.jspecify.annotations.NullMarked;
