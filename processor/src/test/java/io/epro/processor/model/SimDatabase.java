package io.epro.processor.model;

import io.epro.processor.ledger.OutageException;
import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.StoreTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Postgres, as far as the sink knows it: READ COMMITTED, row locks and unique keys that make others
 * wait, sessions that can be ended from outside, backups. What it does at a client's request it does at
 * once; what the client learns of it, and when, is the client's affair ({@link Client}).
 *
 * <p>A lock is granted to whoever has waited longest as soon as it is free, whether or not that
 * client's process is running: the server does not know.
 */
public final class SimDatabase {
  private final List<SimSession> sessions = new ArrayList<>();
  /** Who holds a row or key that is locked. */
  private final Map<Object, SimSession> holders = new HashMap<>();
  private Tables tables = new Tables();
  /** What a copy holds that has not heard of the last commit. */
  private Tables copy = new Tables();
  private @Nullable Object advisory;
  private boolean down;
  /** Breaks the SQL: the ledger moves wherever it stands. */
  private boolean advancesUnguarded;

  /** Where a transaction's client may be interrupted. */
  public enum Step {
    BEGINS, LOCKS_THE_LEDGER, HAS_LOCKED_THE_LEDGER, LOOKS_INTO_THE_REGISTER, COPIES_ROWS,
    HAS_COPIED_ROWS,
    STORES_REJECTIONS, ADVANCES_THE_LEDGER, COMMITS,
    /** COMMIT is on its way to the server. */
    HAS_SENT_COMMIT,
    /** The reply is on its way to the client. */
    IS_TOLD_OF_THE_COMMIT, ROLLS_BACK
  }

  /** Whoever talks to the database: where it may be interrupted, and what it is told of. */
  public interface Client {
    void point(Step step);

    /** The server is between two rows, and others may come in between. */
    default void between() {}

    /** Waits for a lock, for as long as {@code lock_timeout} says. @return whether it was granted */
    boolean awaitLock(SimSession session);

    /** The session's work is about to be there for all. */
    default void committing(SimSession session, Tables before) {}

    default void committed(SimSession session) {}

    default void mark(Situation situation) {}

    /** Whether its process still runs. */
    default boolean runs() {
      return true;
    }
  }

  public ReportStore store(Client client) {
    return () -> begin(client);
  }

  private StoreTransaction begin(Client client) {
    client.point(Step.BEGINS);
    refuseIfDown();
    var session = new SimSession(this, client);
    sessions.add(session);
    return session;
  }

  void refuseIfDown() {
    if (down) {
      throw new OutageException("the database is away");
    }
  }

  public Tables tables() {
    return tables;
  }

  boolean answers() {
    return !down;
  }

  void stop() {
    down = true;
    endAll();
  }

  void start() {
    down = false;
  }

  Tables backup() {
    return tables.copy();
  }

  /** The database becomes what it was then; no session outlives that. */
  void restore(Tables backup) {
    endAll();
    tables = backup.copy();
  }

  /** Another server takes over that lacks the last commit. */
  void failOver() {
    restore(copy);
  }

  /** A commit is about to be carried out. */
  void lag() {
    copy = tables.copy();
  }

  private void endAll() {
    for (SimSession session : List.copyOf(sessions)) {
      session.end();
    }
    advisory = null;
  }

  List<SimSession> sessions() {
    return sessions;
  }

  void forget(SimSession session) {
    sessions.remove(session);
  }

  void advanceUnguarded() {
    advancesUnguarded = true;
  }

  boolean advancesUnguarded() {
    return advancesUnguarded;
  }

  /** Takes the advisory lock of all books, for this process. */
  boolean tryAdvisory(Object process) {
    if (advisory != null) {
      return false;
    }
    advisory = process;
    return true;
  }

  boolean holdsAdvisory(Object process) {
    return process.equals(advisory);
  }

  void releaseAdvisory(Object process) {
    if (process.equals(advisory)) {
      advisory = null;
    }
  }

  /** Whether a transaction is between its look at the register and its commit. */
  private boolean ledgerLocked() {
    return holders.keySet().stream().anyMatch(Integer.class::isInstance);
  }

  /** Enters a patient, who is not there yet, while nobody has locked the ledger. @return whether it could */
  boolean enter(String patient, long version) {
    boolean free = !down && !ledgerLocked();
    if (free) {
      lag();
      tables.register.put(patient, version);
    }
    return free;
  }

  /** Deletes what there is of somebody who was entered. @return whether it could */
  boolean erase(String patient) {
    boolean free = !down && !ledgerLocked();
    if (free) {
      lag();
      tables.erase(patient);
    }
    return free;
  }

  @Nullable
  SimSession holder(Object key) {
    return holders.get(key);
  }

  void hold(Object key, SimSession session) {
    holders.put(key, session);
  }

  /** Frees it, and gives it to whoever has waited longest. */
  void release(Object key) {
    holders.remove(key);
    for (SimSession session : sessions) {
      if (session.waitsFor(key)) {
        session.grant();
        return;
      }
    }
  }
}
