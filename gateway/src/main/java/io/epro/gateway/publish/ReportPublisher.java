package io.epro.gateway.publish;

import io.epro.observe.Health;
import java.util.function.Consumer;

/** Where admitted reports go. Thread-safe. */
public interface ReportPublisher {

  /**
   * Sends a report; never blocks and never throws. Reports of one patient that are handed over one
   * after the other arrive in that order.
   *
   * @param done called exactly once, on any thread, perhaps before this method returns; must be quick
   */
  void publish(RawReport report, Consumer<PublishResult> done);

  /** Ready once the topic is known. */
  Health health();
}
