package io.epro.processor.sink;

/** Where a record stands in the raw topic. */
public record SourceAt(int partition, long offset) {}
