package io.epro.processor.console;

import java.util.List;
import java.util.Map;

/**
 * What the brokers show. Calls throw {@link io.epro.processor.ledger.OutageException} when they do not answer within
 * seconds.
 */
public interface GroupView {

  /**
   * A stream thread of the group.
   *
   * @param instance the process it belongs to, as Streams names it
   * @param host from where it is connected
   * @param partitions that it owns
   */
  record Member(String instance, String thread, String host, List<Integer> partitions) {}

  /** A partition of the raw topic: its first offset, and one past its last. */
  record Ends(long begin, long end) {}

  Map<Integer, Ends> ends();

  List<Member> members();

  /** The state of the group as the brokers call it. */
  String groupState();
}
