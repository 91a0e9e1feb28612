package io.epro.processor.model;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.SourceLog;
import io.epro.processor.sink.Batch;
import io.epro.processor.sink.BatchWriter;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.StoreTransaction;
import io.epro.processor.sink.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Ports that do what they must not, to see the model notice. */
final class Breaks {
  private Breaks() {}

  /** The batch believes that the ledger stands where it wants it. */
  static BatchWriter uncompared(ReportStore store, RejectTopic rejects) {
    return new BatchWriter(() -> new Passing(store.begin()) {
      @Override
      public Map<Integer, Long> lock(Collection<Advance> advances) {
        super.lock(advances);
        var wanted = new TreeMap<Integer, Long>();
        advances.forEach(advance -> wanted.put(advance.partition(), advance.expected()));
        return wanted;
      }
    }, rejects);
  }

  /** The register is looked at before the ledger is locked: an erasure may come in between. */
  static BatchWriter registerLookedAtEarly(ReportStore store, RejectTopic rejects) {
    return new BatchWriter(() -> new Passing(store.begin()) {
      private long early;

      @Override
      public Map<Integer, Long> lock(Collection<Advance> advances) {
        early = super.register();
        return super.lock(advances);
      }

      @Override
      public long register() {
        return early;
      }
    }, rejects);
  }

  static BatchWriter rejectsAfterTheCommit(ReportStore store, RejectTopic rejects) {
    var late = new ArrayList<Rejection>();
    return new BatchWriter(() -> new Passing(store.begin()) {
      @Override
      public void commit() {
        super.commit();
        rejects.publish(late);
        late.clear();
      }
    }, late::addAll);
  }

  /** Rows in one transaction, the ledger in the next. */
  static BatchWriter countsOutside(ReportStore store, RejectTopic rejects) {
    return new BatchWriter(() -> new Passing(store.begin()) {
      private List<Advance> advances = List.of();
      private List<Tally> tallies = List.of();

      @Override
      public void advance(Collection<Advance> wanted, List<Tally> counted) {
        advances = List.copyOf(wanted);
        tallies = counted;
      }

      @Override
      public void commit() {
        super.commit();
        try (var second = store.begin()) {
          second.lock(advances);
          second.advance(advances, tallies);
          second.commit();
        }
      }
    }, rejects);
  }

  /** Whatever lies in a gap is taken for nothing. */
  static SourceLog nothingInGaps(SourceLog log) {
    return new SourceLog() {
      @Override
      public long beginning(int partition) {
        return log.beginning(partition);
      }

      @Override
      public boolean holdsRecord(int partition, long from, long to) {
        return false;
      }
    };
  }

  /** Offsets that were deleted are taken for offsets that never held a record. */
  static SourceLog nothingEverDeleted(SourceLog log) {
    return new SourceLog() {
      @Override
      public long beginning(int partition) {
        return 0;
      }

      @Override
      public boolean holdsRecord(int partition, long from, long to) {
        return log.holdsRecord(partition, from, to);
      }
    };
  }

  /** A cursor survives that its partition was somebody else's meanwhile. */
  static Ledger readOnce(Ledger ledger) {
    var known = new HashMap<Integer, OptionalLong>();
    return new Ledger() {
      @Override
      public OptionalLong nextOffset(int partition) {
        return known.computeIfAbsent(partition, ledger::nextOffset);
      }

      @Override
      public long open(int partition, long firstOffset) {
        return ledger.open(partition, firstOffset);
      }
    };
  }

  /** A transaction that does as it is told. */
  private abstract static class Passing implements StoreTransaction {
    private final StoreTransaction to;

    Passing(StoreTransaction to) {
      this.to = to;
    }

    @Override
    public Map<Integer, Long> lock(Collection<Advance> advances) {
      return to.lock(advances);
    }

    @Override
    public long register() {
      return to.register();
    }

    @Override
    public RowOutcome storeRows(Batch batch) {
      return to.storeRows(batch);
    }

    @Override
    public void storeRejections(List<Rejection> rejections) {
      to.storeRejections(rejections);
    }

    @Override
    public void advance(Collection<Advance> advances, List<Tally> tallies) {
      to.advance(advances, tallies);
    }

    @Override
    public void commit() {
      to.commit();
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
