package io.epro.processor.redrive;

import java.util.Comparator;

/** Where a record stands in the raw topic. */
public record Coordinates(int partition, long offset) implements Comparable<Coordinates> {
  private static final Comparator<Coordinates> ORDER = Comparator
      .comparingInt(Coordinates::partition)
      .thenComparingLong(Coordinates::offset);

  @Override
  public int compareTo(Coordinates other) {
    return ORDER.compare(this, other);
  }
}
