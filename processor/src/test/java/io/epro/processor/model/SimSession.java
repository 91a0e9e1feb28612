package io.epro.processor.model;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.model.SimDatabase.Step;
import io.epro.processor.sink.Batch;
import io.epro.processor.sink.CopiedRow;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.RowWays;
import io.epro.processor.sink.SinkInputs;
import io.epro.processor.sink.SourceAt;
import io.epro.processor.sink.StoreTransaction;
import io.epro.processor.sink.Tally;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One session with its one transaction. The server's side of it goes on when the client does not. */
public final class SimSession implements StoreTransaction {
  private enum State {
    OPEN,
    /** COMMIT is on its way to the server. */
    COMMIT_SENT,
    COMMITTED, ENDED
  }

  /** A row that Postgres refuses carries this symptom. */

  private static final Comparator<CopiedRow> IN_OFFSET_ORDER = Comparator
      .comparingInt((CopiedRow row) -> row.source().partition())
      .thenComparingLong(row -> row.source().offset());

  private final SimDatabase database;
  final SimDatabase.Client client;
  private final Set<Object> locks = new LinkedHashSet<>();
  private final Map<UUID, CopiedRow> rows = new LinkedHashMap<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final SortedMap<Integer, Tables.Books> ledger = new TreeMap<>();
  private final List<Hole> holes = new ArrayList<>();
  private @Nullable Object waitsFor;
  private State state = State.OPEN;
  private boolean replyLost;

  SimSession(SimDatabase database, SimDatabase.Client client) {
    this.database = database;
    this.client = client;
  }

  @Override
  public Map<Integer, Long> lock(Collection<Advance> advances) {
    client.point(Step.LOCKS_THE_LEDGER);
    var found = new TreeMap<Integer, Long>();
    for (Advance advance : advances) {
      refuseIfEnded();
      if (database.tables().ledger.containsKey(advance.partition())) {
        lockLedger(advance.partition(), advances);
        found.put(advance.partition(), database.tables().next(advance.partition()));
      }
    }
    if (advances.stream().allMatch(a -> a.next() == found.getOrDefault(a.partition(), -1L))) {
      client.mark(Situation.LOST_REPLY_RECOGNISED);
    }
    client.point(Step.HAS_LOCKED_THE_LEDGER);
    refuseIfEnded();
    return found;
  }

  @Override
  public long register() {
    client.point(Step.LOOKS_INTO_THE_REGISTER);
    refuseIfEnded();
    return database.tables().registerVersion();
  }

  private void lockLedger(int partition, Collection<Advance> all) {
    if (!locked(partition)) {
      // As PostgresTransaction.endHolders: rolls back, then ends whoever holds any of these rows.
      rollback();
      endHolders(all);
      throw new OutageException("a row of the ledger is locked (55P03)");
    }
  }

  private void endHolders(Collection<Advance> advances) {
    client.mark(Situation.LOCK_TIMEOUT);
    for (Advance advance : advances) {
      SimSession holder = database.holder(advance.partition());
      if (holder != null && holder != this) {
        holder.end();
        client.mark(Situation.SESSIONS_ENDED);
      }
    }
  }

  /** Takes a lock, waiting for it where another has it. @return false when the wait was too long */
  private boolean locked(Object key) {
    SimSession holder = database.holder(key);
    if (holder == null) {
      locks.add(key);
      database.hold(key, this);
    } else if (holder != this) {
      waitsFor = key;
      refuseDeadlock(holder);
      client.awaitLock(this);
      refuseIfEnded();
      boolean granted = waitsFor == null;
      waitsFor = null;
      return granted;
    }
    return true;
  }

  private void refuseDeadlock(SimSession holder) {
    SimSession next = holder;
    while (next != null && next != this) {
      next = next.waitsFor == null ? null : database.holder(next.waitsFor);
    }
    if (next == this) {
      waitsFor = null;
      client.mark(Situation.DEADLOCK);
      throw new OutageException("a deadlock (40P01)");
    }
  }

  public boolean waits() {
    return waitsFor != null && alive();
  }

  boolean waitsFor(Object key) {
    return alive() && key.equals(waitsFor);
  }

  void grant() {
    Object key = waitsFor;
    if (key != null) {
      waitsFor = null;
      locks.add(key);
      database.hold(key, this);
    }
  }

  /** First what is taken for new, then the suspects in offset order, as {@code RowWriter}. */
  @Override
  public RowOutcome storeRows(Batch batch) {
    client.point(Step.COPIES_ROWS);
    var duplicates = new HashSet<SourceAt>();
    var refused = new ArrayList<Rejection>();
    List<CopiedRow> fresh = CopiedRow.of(batch.fresh());
    fresh.forEach(row -> store(row, duplicates, refused));
    boolean straight = duplicates.isEmpty() && refused.isEmpty();
    List<CopiedRow> suspects = CopiedRow.of(batch.suspects());
    suspects.stream().sorted(IN_OFFSET_ORDER).forEach(row -> store(row, duplicates, refused));
    client.point(Step.HAS_COPIED_ROWS);
    refuseIfEnded();
    return new RowOutcome(duplicates, refused, straight
        ? new RowWays(fresh.size(), suspects.size(), 0)
        : new RowWays(0, fresh.size() + suspects.size(), 1));
  }

  private void store(CopiedRow row, Set<SourceAt> duplicates, List<Rejection> refused) {
    client.between();
    refuseIfEnded();
    if (row.medications().contains(SinkInputs.UNSTORABLE)) {
      refused.add(rejection(row, ViolationCode.STORAGE_REJECTED));
      client.mark(Situation.REFUSED_BY_THE_DATABASE);
      return;
    }
    CopiedRow before = standing(row);
    if (before == null) {
      rows.put(row.reportId(), row);
    } else if (Arrays.equals(before.source().sha256(), row.source().sha256())) {
      duplicates.add(new SourceAt(row.source().partition(), row.source().offset()));
      client.mark(before.source().partition() == row.source().partition()
          ? Situation.DUPLICATE : Situation.DUPLICATE_ACROSS_PARTITIONS);
    } else {
      refused.add(rejection(row, ViolationCode.CONFLICTING_DUPLICATE));
      client.mark(Situation.CONFLICT);
    }
  }

  /** The row of the same key, waiting until whoever is writing one has committed it or not. */
  private @Nullable CopiedRow standing(CopiedRow row) {
    UUID id = row.reportId();
    CopiedRow before = rows.getOrDefault(id, database.tables().rows.get(id));
    if (before == null) {
      if (!locked(id)) {
        client.mark(Situation.KEY_TIMEOUT);
        throw new OutageException("a key is being written elsewhere (55P03)");
      }
      before = database.tables().rows.get(id);
    }
    return before;
  }

  private static Rejection rejection(CopiedRow row, ViolationCode code) {
    return new Rejection(row.source(), row.patientId(),
        List.of(new Violation(code, "")));
  }

  @Override
  public void storeRejections(List<Rejection> rejected) {
    client.point(Step.STORES_REJECTIONS);
    refuseIfEnded();
    for (Rejection rejection : rejected) {
      if (database.tables().rejections.containsKey(Tables.Coordinates.of(rejection))) {
        throw new IllegalStateException("rejection_pkey: " + rejection);
      }
    }
    rejections.addAll(rejected);
  }

  @Override
  public void advance(Collection<Advance> advances, List<Tally> tallies) {
    client.point(Step.ADVANCES_THE_LEDGER);
    refuseIfEnded();
    int i = 0;
    for (Advance advance : advances) {
      Tally tally = tallies.get(i++);
      Tables.Books books = database.tables().ledger.get(advance.partition());
      boolean guarded = books != null && books.next() == advance.expected();
      if (!guarded && !database.advancesUnguarded()) {
        throw new IllegalStateException("a locked ledger row did not move");
      }
      if (books != null) {
        ledger.put(advance.partition(), books.moved(advance.next(), tally));
      }
      holes.addAll(advance.holes());
    }
  }

  @Override
  public void commit() {
    client.point(Step.COMMITS);
    refuseIfEnded();
    state = State.COMMIT_SENT;
    client.point(Step.HAS_SENT_COMMIT);
    carryOut();
    refuseIfEnded();
    client.point(Step.IS_TOLD_OF_THE_COMMIT);
    if (replyLost) {
      throw new OutageException("the connection broke; nobody knows whether it was committed");
    }
  }

  /** The server comes to a COMMIT that was sent. @return whether there was one */
  boolean carryOut() {
    if (state != State.COMMIT_SENT) {
      return false;
    }
    Tables tables = database.tables();
    client.committing(this, tables);
    database.lag();
    tables.rows.putAll(rows);
    rejections.forEach(r -> tables.rejections.put(Tables.Coordinates.of(r), r));
    tables.ledger.putAll(ledger);
    tables.holes.addAll(holes);
    state = State.COMMITTED;
    releaseLocks();
    client.committed(this);
    return true;
  }

  List<Rejection> rejections() {
    return rejections;
  }

  SortedMap<Integer, Tables.Books> ledger() {
    return ledger;
  }

  List<Hole> holes() {
    return holes;
  }

  private void refuseIfEnded() {
    if (state == State.ENDED) {
      throw new OutageException("the session was ended (57P01)");
    }
  }

  boolean alive() {
    return state == State.OPEN || state == State.COMMIT_SENT;
  }

  /** From outside: whatever it was doing is undone, unless it was committed: then nobody is told. */
  void end() {
    if (alive()) {
      rollback();
      state = State.ENDED;
    } else {
      replyLost = true;
    }
  }

  private void rollback() {
    rows.clear();
    rejections.clear();
    ledger.clear();
    holes.clear();
    waitsFor = null;
    releaseLocks();
  }

  private void releaseLocks() {
    List<Object> free = List.copyOf(locks);
    locks.clear();
    free.forEach(database::release);
  }

  @Override
  public void close() {
    if (alive()) {
      client.point(Step.ROLLS_BACK);
      end();
    }
    database.forget(this);
  }
}
