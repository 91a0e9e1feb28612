package io.epro.processor.ledger;

/**
 * Offsets that the topic deleted before they were read. What stood there is lost, and nobody can say
 * what it was.
 *
 * @param from first of them
 * @param to one past the last
 */
public record Hole(int partition, long from, long to) {}
