package io.epro.processor.sink;

/** What reaches the sink: a report to store, or one to reject. */
public sealed interface SinkInput permits Row, Rejection {
  int partition();

  long offset();

  /** Bytes of the raw record, key and value. */
  long rawBytes();

  /** The record by itself, to be kept beyond the next. */
  SourceRecord source();
}
