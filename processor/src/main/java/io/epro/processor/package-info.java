/**
 * The processor: reads raw reports from Kafka, validates, enriches and stores them in Postgres exactly
 * once. Follow the data: {@code intake} (the Streams topology) → {@code validate} → {@code enrich} →
 * {@code sink}, whose transaction also advances the {@code ledger}; {@code postgres} holds the SQL,
 * {@code drugs} the dictionary's way in, {@code reconcile}, {@code redrive}, {@code replay} and {@code erase}
 * what the data team does, {@code console} the page for operators, {@code command} what can be typed.
 */
@NullMarked
package io.epro.processor;

import org.jspecify.annotations.NullMarked;
