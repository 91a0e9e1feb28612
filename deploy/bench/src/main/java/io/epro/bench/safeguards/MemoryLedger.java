package io.epro.bench.safeguards;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.sink.Batch;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.StoreTransaction;
import io.epro.processor.sink.Tally;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Books that the database knows nothing of: transactions neither lock, compare nor advance. The offsets
 * are kept in memory, so that partitions may move from thread to thread while the pipeline starts.
 * Thread-safe.
 */
final class MemoryLedger implements Ledger {
  private final Map<Integer, Long> next = new ConcurrentHashMap<>();

  @Override
  public OptionalLong nextOffset(int partition) {
    Long found = next.get(partition);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }

  @Override
  public long open(int partition, long firstOffset) {
    return next.computeIfAbsent(partition, _ -> firstOffset);
  }

  /** The same store, whose transactions leave the ledger alone. */
  ReportStore instead(ReportStore store) {
    return () -> new Transaction(store.begin());
  }

  private final class Transaction implements StoreTransaction {
    private final StoreTransaction transaction;
    private final Map<Integer, Long> advanced = new HashMap<>();

    Transaction(StoreTransaction transaction) {
      this.transaction = transaction;
    }

    @Override
    public Map<Integer, Long> lock(Collection<Advance> advances) {
      var found = new HashMap<Integer, Long>();
      advances.forEach(advance -> found.put(advance.partition(), advance.expected()));
      return found;
    }

    @Override
    public long register() {
      return transaction.register();
    }

    @Override
    public RowOutcome storeRows(Batch batch) {
      return transaction.storeRows(batch);
    }

    @Override
    public void storeRejections(List<Rejection> rejections) {
      transaction.storeRejections(rejections);
    }

    @Override
    public void advance(Collection<Advance> advances, List<Tally> tallies) {
      advances.forEach(advance -> advanced.put(advance.partition(), advance.next()));
    }

    @Override
    public void commit() {
      transaction.commit();
      next.putAll(advanced);
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
