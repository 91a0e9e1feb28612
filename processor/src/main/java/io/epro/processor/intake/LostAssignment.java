package io.epro.processor.intake;

import io.epro.processor.ProcessorSettings.GroupProtocol;

/**
 * A race in Kafka's client 4.3 that ends a stream thread, though nothing is wrong. Under the streams
 * protocol a thread that finds no committed offset asks the consumer's background thread to begin at the
 * beginning; if the member was put out of its group meanwhile, that thread knows no such partition any
 * more, and answers with IllegalStateException. Streams takes it for the end of the thread, closes its
 * tasks without a commit, and another thread can begin where the ledger is. Under the classic protocol one
 * thread does both.
 */
final class LostAssignment {
  private static final String THROWN_BY = "org.apache.kafka.clients.consumer.internals.SubscriptionState";

  private LostAssignment() {}

  /** @param root the cause of all others */
  static boolean is(Throwable root, GroupProtocol protocol) {
    var stack = root.getStackTrace();
    return protocol == GroupProtocol.STREAMS && root instanceof IllegalStateException
        && stack.length > 0 && stack[0].getClassName().equals(THROWN_BY);
  }
}
