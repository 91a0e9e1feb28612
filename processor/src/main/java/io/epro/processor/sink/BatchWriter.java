package io.epro.processor.sink;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Comparison;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one batch in one transaction, in this order:
 * <ol>
 * <li>lock the ledger's rows and compare. Nothing is written until they stand where the batch began, so
 * an instance that lost its partitions does no harm. Nor are they, unless the register of erased patients is
 * the one by which the batch was filled: nobody is entered while the ledger's rows are locked;
 * <li>the reports. Only now every rejection is known;
 * <li>the rejections, to their table and then to their topic, each acknowledged; the reports to theirs, if
 * there is one. Before the commit, since afterwards nobody would send them again; what is sent and then
 * undone is sent twice;
 * <li>the ledger's advance with its counts, and the commit. In the rows' own transaction, so that rows
 * and books cannot disagree.
 * </ol>
 * Confined to the stream thread that owns the topics.
 */
public final class BatchWriter {
  private final ReportStore store;
  private final RejectTopic rejects;
  private final EnrichedTopic enriched;

  /** Publishes no reports. */
  public BatchWriter(ReportStore store, RejectTopic rejects) {
    this(store, rejects, EnrichedTopic.NONE);
  }

  public BatchWriter(ReportStore store, RejectTopic rejects, EnrichedTopic enriched) {
    this.store = store;
    this.rejects = rejects;
    this.enriched = enriched;
  }

  /**
   * All or nothing.
   *
   * @throws io.epro.processor.ledger.OutageException when the database or a topic does not
   *     answer; the batch may or may not have been committed, and the next attempt finds out
   */
  WriteOutcome write(Batch batch) {
    try (var transaction = store.begin()) {
      var found = transaction.lock(batch.advances());
      return switch (Comparison.of(batch.advances(), found)) {
        case MATCHES -> transaction.register() == batch.register() ? store(transaction, batch)
            : new WriteOutcome.ErasedMeanwhile();
        case ALREADY_APPLIED -> new WriteOutcome.AlreadyCommitted();
        case SUPERSEDED -> new WriteOutcome.Superseded();
        case ROLLED_BACK -> new WriteOutcome.RolledBack();
      };
    }
  }

  private WriteOutcome store(StoreTransaction transaction, Batch batch) {
    RowOutcome rows = transaction.storeRows(batch);
    var rejected = new ArrayList<Rejection>(batch.rejections());
    rejected.addAll(rows.rejections());
    if (!rejected.isEmpty()) {
      transaction.storeRejections(rejected);
      rejects.publish(rejected);
    }
    enriched.publish(batch, rows);
    List<Tally> tallies = tallies(batch, rows);
    transaction.advance(batch.advances(), tallies);
    transaction.commit();
    return new WriteOutcome.Committed(tallies, rejected, rows.ways());
  }

  private static List<Tally> tallies(Batch batch, RowOutcome rows) {
    var tallies = new ArrayList<Tally>();
    for (Advance advance : batch.advances()) {
      int partition = advance.partition();
      long duplicates = rows.duplicates(partition);
      long rejected = count(batch.rejections(), partition) + count(rows.rejections(), partition);
      long taken = advance.next() - advance.expected() - advance.skipped()
          - advance.erased();
      tallies.add(new Tally(partition, taken - duplicates - rejected, duplicates, rejected,
          advance.skipped(), advance.erased()));
    }
    return tallies;
  }

  private static long count(List<Rejection> rejections, int partition) {
    return rejections.stream().filter(r -> r.source().partition() == partition).count();
  }
}
