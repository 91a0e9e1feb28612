package io.epro.processor.sink;

import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;

/** What a waiting thread needs from the process around it. */
public interface Outages {

  /** Something did not answer; the thread tries again. For health and logs. */
  void waiting(OutageException outage);

  /** It answered again. */
  void over();

  /** The thread has given its batch up: pause the pipeline until the database answers. */
  void pause(OutageException outage);

  /**
   * The thread has given its batch up because the group is ahead of the database: stop the pipeline and
   * set the group back.
   */
  void rewind(String reason);

  /**
   * The thread has given its batch up because topic and ledger contradict each other: stop the pipeline,
   * but not by the death of this thread, whose place in the group others would have to wait for.
   */
  void refuse(LedgerFault fault);

  /** Waits, but no longer than until the process is told to stop. @return whether it was */
  boolean awaitStop(Duration atMost);
}
