package io.epro.processor.sink;

/** What reaches the sink: a record that was judged, or one that is only to be counted. */
public sealed interface SinkInput permits Judged, Passed {
  int partition();

  long offset();

  /** Bytes of the raw record that the sink has to keep, key and value. */
  long rawBytes();
}
