package io.epro.processor.ledger;

import java.util.Map;

/** The offsets that Kafka keeps for the group. All calls throw {@link OutageException}. Thread-safe. */
public interface GroupOffsets {

  /** Where the group would read on, by partition; a partition without an offset is absent. */
  Map<Integer, Long> committed();

  /** Whether the group has no member. */
  boolean empty();

  /** Sets these; Kafka refuses while the group has members, which is an outage like others. */
  void set(Map<Integer, Long> offsets);
}
