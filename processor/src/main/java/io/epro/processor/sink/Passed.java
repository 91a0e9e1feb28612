package io.epro.processor.sink;

/** A record that this pipeline has nothing to do with: its offset counts as skipped. */
public record Passed(int partition, long offset) implements SinkInput {

  @Override
  public long rawBytes() {
    return 0;
  }
}
