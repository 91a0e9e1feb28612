package io.epro.processor.sink;

/** A report to store, or one to reject. */
public sealed interface Judged extends SinkInput permits Row, Rejection {

  /** The record by itself, to be kept beyond the next. */
  SourceRecord source();
}
