/**
 * The last stage: rows wait in their stream thread's batch and are written together with the ledger,
 * always before Kafka learns that they were read. {@link ThreadBatch} holds the argument.
 *
 * <pre>
 *              accept, flush                     flush failed, or a sink closed
 *   open() ──▶ ┌──────┐ ──── written ────▶ (same, empty)      with rows unwritten
 *              │ OPEN │ ────────────────────────────────────▶ ┌──────────┐
 *              └──────┘                                       │ POISONED │ every call throws
 *                 ▲                                           └──────────┘
 *                 └──────────── last sink of the thread closed ─────┘
 * </pre>
 */
@NullMarked
package io.epro.processor.sink;

import org.jspecify.annotations.NullMarked;
