package io.epro.bench.latency;

import java.util.Arrays;

/**
 * When each report was accepted, by its place in the topic. Only one producer writes to the topic, and
 * each partition keeps its order, so the n-th report of a partition has the n-th offset. Written by one
 * thread; read by another one when that has ended.
 */
final class Arrivals {
  private final Partition[] partitions;

  /** @param nextOffsets of the partitions, where the first report of each will be */
  Arrivals(long[] nextOffsets) {
    partitions = Arrays.stream(nextOffsets).mapToObj(Partition::new).toArray(Partition[]::new);
  }

  private static final class Partition {
    private final long first;
    private long[] nanos = new long[1 << 12];
    private int size;

    Partition(long first) {
      this.first = first;
    }
  }

  /** @param nanos as {@link System#nanoTime()} */
  void add(int partition, long nanos) {
    var one = partitions[partition];
    if (one.size == one.nanos.length) {
      one.nanos = Arrays.copyOf(one.nanos, 2 * one.size);
    }
    one.nanos[one.size++] = nanos;
  }

  int partitions() {
    return partitions.length;
  }

  /** Where the next report will be. */
  long nextOffset(int partition) {
    return partitions[partition].first + partitions[partition].size;
  }

  long firstOffset(int partition) {
    return partitions[partition].first;
  }

  long at(int partition, long offset) {
    return partitions[partition].nanos[Math.toIntExact(offset - partitions[partition].first)];
  }

  long count() {
    return Arrays.stream(partitions).mapToLong(one -> one.size).sum();
  }
}
