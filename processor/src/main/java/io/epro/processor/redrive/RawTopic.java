package io.epro.processor.redrive;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The raw topic, to publish to. All calls throw {@link io.epro.processor.ledger.OutageException} when
 * the brokers do not answer or refuse.
 */
public interface RawTopic {

  /** Shuts out whoever published before, and ends what it had begun: from now on nothing of it comes. */
  void begin();

  /** Where these partitions end. */
  Map<Integer, Long> ends(Collection<Integer> partitions);

  /**
   * Publishes all that the brokers take or nothing, each into the partition that it came from, marked with
   * its coordinates.
   *
   * @return the new offsets, by the old coordinates; without those that are too large, with their mark
   */
  Map<Coordinates, Long> publish(List<Candidate> candidates);

  /**
   * Looks for the marks of these coordinates.
   *
   * @param from where to begin, by partition
   * @return the offsets of those that are there
   */
  Map<Coordinates, Long> find(Set<Coordinates> marks, Map<Integer, Long> from);
}
