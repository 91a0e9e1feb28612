package io.epro.bench.overload;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How large a gateway was in the course of a run, in MiB. The heap's lowest values are those just after
 * a collection: what cannot be collected grows where they grow.
 *
 * @param heapLowest in each third of the run
 * @param heapHighest of the whole run
 * @param resident the process's memory at the beginning and at the end, what lies outside the heap
 *     included
 * @param connectionsHighest of the whole run, as {@code inflightHighest}
 */
record Size(List<Double> heapLowest, double heapHighest, List<Double> resident,
    int connectionsHighest, int inflightHighest) {
  private static final int PARTS = 3;
  private static final double MIB = 1 << 20;

  /** One look. */
  record Sample(double heapBytes, double residentBytes, int connections, int inflight) {}

  /** @throws IllegalStateException when there are too few samples to say anything */
  static Size of(List<Sample> samples) {
    int count = samples.size();
    if (count < PARTS) {
      throw new IllegalStateException("only " + count + " looks at the gateway's size");
    }
    var lowest = IntStream.range(0, PARTS)
        .mapToObj(part -> samples.subList(count * part / PARTS, count * (part + 1) / PARTS))
        .map(part -> part.stream().mapToDouble(Sample::heapBytes).min().orElseThrow() / MIB)
        .toList();
    return new Size(lowest,
        samples.stream().mapToDouble(Sample::heapBytes).max().orElseThrow() / MIB,
        List.of(samples.getFirst().residentBytes() / MIB, samples.getLast().residentBytes() / MIB),
        samples.stream().mapToInt(Sample::connections).max().orElseThrow(),
        samples.stream().mapToInt(Sample::inflight).max().orElseThrow());
  }
}
