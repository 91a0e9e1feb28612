package io.epro.e2e.evidence;

/** Where a record stands in the raw topic. */
public record Coordinates(int partition, long offset) {
  @Override
  public String toString() {
    return partition + "/" + offset;
  }
}
