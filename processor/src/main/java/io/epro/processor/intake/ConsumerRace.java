package io.epro.processor.intake;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.util.Optional;

/**
 * Races in Kafka's client 4.3 that end a stream thread, though nothing is wrong. Under the streams protocol the
 * thread and its consumer's background thread share what is known of the partitions, and each is answered with
 * IllegalStateException where the other was quicker:
 *
 * <ul>
 * <li>a thread that finds no committed offset asks to begin at the beginning, and the member was put out of its
 * group meanwhile: there is no such partition any more;
 * <li>a thread takes fetched records out of their buffer, and a broker that came back with another leader epoch has
 * the position checked again meanwhile: it may not be moved until that is done.
 * </ul>
 *
 * <p>Streams takes it for the end of the thread and closes its tasks without a commit, so whoever reads next begins
 * where the ledger is. Under the classic protocol one thread does both.
 */
final class ConsumerRace {
  private static final String THROWN_BY = "org.apache.kafka.clients.consumer.internals.SubscriptionState";

  private ConsumerRace() {}

  /** @param root the cause of all others */
  static Optional<String> of(Throwable root, GroupProtocol protocol) {
    var stack = root.getStackTrace();
    boolean lost = protocol == GroupProtocol.STREAMS && root instanceof IllegalStateException
        && stack.length > 0 && isThere(stack[0].getClassName());
    return lost ? Optional.of("a stream thread and its consumer lost a race about where it reads")
        : Optional.empty();
  }

  private static boolean isThere(String className) {
    return className.equals(THROWN_BY) || className.startsWith(THROWN_BY + "$");
  }
}
