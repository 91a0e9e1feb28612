package io.epro.processor.intake;

import io.epro.processor.ledger.Backlog;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.Losses;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.Realignment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether topic, group and ledger still belong together. A stream thread finds
 * out by itself where records flow; this finds out where none do, and in every instance, so that all
 * stop when one of them has to have the group to itself.
 */
public final class LedgerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);

  private final Realignment realignment;
  private final Counts counts;
  private final TopicGuard guard;
  private final TopicGuard.TopicIds topics;
  private final Findings findings;
  private final CountDownLatch closed = new CountDownLatch(1);
  /** Confined to the watch's thread. */
  private boolean away;

  /** What is counted on the way. */
  public record Counts(Losses losses, Backlog backlog) {}

  /** What to do about it; called from the watch's thread. */
  public interface Findings {
    /** So many offsets were deleted from the topic unread. */
    void lost(long offsets);

    /** So many offsets of the topic are not in the books yet. */
    void waiting(long offsets);

    /** The group is ahead of the database. The last call. */
    void ahead(String reason);

    /** The dictionary's topic was made anew. The last call. */
    void otherDictionary();

    /** The raw topic is another one, or anything else that an operator has to settle. The last call. */
    void fault(RuntimeException fault);

    /** Broker or database did not answer. Where no records flow, nobody else would notice. */
    void outage(OutageException outage);

    /** They answer again. */
    void answered();
  }

  public LedgerWatch(Realignment realignment, Counts counts, TopicGuard guard,
      TopicGuard.TopicIds topics, Findings findings) {
    this.realignment = realignment;
    this.counts = counts;
    this.guard = guard;
    this.topics = topics;
    this.findings = findings;
  }

  public void start(Duration interval) {
    Thread.ofPlatform().name("ledger-watch").daemon().start(() -> {
      boolean found = false;
      while (!found && !closedWithin(interval)) {
        found = look();
      }
    });
  }

  private boolean look() {
    try {
      guard.refuseOther(topics);
      if (guard.hasOtherDictionary(topics)) {
        findings.otherDictionary();
        return true;
      }
      findings.lost(counts.losses().offsets());
      findings.waiting(counts.backlog().offsets());
      var ahead = realignment.ahead();
      if (away) {
        away = false;
        findings.answered();
      }
      if (!ahead.isEmpty() && !closedWithin(Duration.ZERO)) {
        findings.ahead("the group has offsets beyond what the database holds, in partitions "
            + ahead.keySet() + ": the database was restored or began anew");
      }
      return !ahead.isEmpty();
    } catch (OutageException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("Looking again later");
      if (!closedWithin(Duration.ZERO)) {
        away = true;
        findings.outage(e);
      }
      return false;
    } catch (LedgerFault | TopicGuard.TopicsUnfit | IllegalStateException e) {
      findings.fault(e);
      return true;
    }
  }

  private boolean closedWithin(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
