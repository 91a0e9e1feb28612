package io.epro.processor.reconcile;

/** What a partition of the raw topic holds: offsets from {@code begin} to before {@code end}. */
public record TopicRange(int partition, long begin, long end) {}
