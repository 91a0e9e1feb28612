package io.epro.processor.sink;

/** What reaches the sink: a report to store, or one to reject. */
public sealed interface SinkInput permits Row, Rejection {
  SourceRecord source();
}
