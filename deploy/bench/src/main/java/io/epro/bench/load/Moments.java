package io.epro.bench.load;

/** A bounded queue of times. Not thread-safe. */
final class Moments {
  private final long[] ring;
  private int first;
  private int size;

  Moments(int capacity) {
    this.ring = new long[capacity];
  }

  /** @return false when it is full */
  boolean add(long moment) {
    if (size == ring.length) {
      return false;
    }
    ring[(int) ((first + (long) size) % ring.length)] = moment;
    size++;
    return true;
  }

  /** Takes the one that was added first. */
  long remove() {
    if (size == 0) {
      throw new IllegalStateException("empty");
    }
    long moment = ring[first];
    first = (first + 1) % ring.length;
    size--;
    return moment;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }
}
