package io.epro.processor.model;

/** What a history may come across, and what the histories together must have come across. */
enum Situation {
  CRASH, FREEZE, DATABASE_DOWN, KAFKA_DOWN, SESSION_CUT, BACKUP, RESTORE, RESTORE_BEFORE_THE_BOOKS,
  /** To a copy that lacks the last commit. */
  FAILOVER,
  /** A member was put out of the group while its process ran. */
  EXPULSION,
  /** What a frozen or dead process had asked of the database was carried out. */
  LATE_WRITE(true),
  /** A process that had been frozen found its partitions' books moved on. */
  ZOMBIE_REFUSED(true), LOST_REPLY,
  /** The ledger showed that a batch had been committed. */
  LOST_REPLY_RECOGNISED,
  /** On a row of the ledger. */
  LOCK_TIMEOUT, SESSIONS_ENDED,
  /** On the key of a report. */
  KEY_TIMEOUT(true), DEADLOCK(true), SUPERSEDED, ROLLED_BACK,
  /** The group was set back to the ledger. */
  REWIND,
  HOLE, POISONED, PAUSED, RESUMED, REDELIVERED, DUPLICATE, DUPLICATE_ACROSS_PARTITIONS, CONFLICT,
  /** Somebody was entered into the register of erased patients, and what there was of them deleted. */
  ERASURE_BEGUN, ERASURE_DONE,
  /** A batch was begun before. */
  ERASED_MEANWHILE,
  REFUSED_BY_THE_DATABASE, REJECTS_UNSENT, REVOCATION,
  /** The offsets of what was given back could not be committed. */
  REVOCATION_UNCOMMITTED, FENCED_COMMIT, COMMIT_TIMED_OUT, CLEAN_CLOSE, DIRTY_CLOSE, SHUTDOWN,
  LOST_ALL,
  /** A Streams did not close in time, and its threads lived on beside the next. */
  CLOSE_TIMED_OUT(true),
  /** A process stayed frozen to the end. */
  FROZEN_FOR_GOOD;

  private final boolean rare;

  Situation() {
    this(false);
  }

  Situation(boolean rare) {
    this.rare = rare;
  }

  /** Whether it takes more than a few thousand histories to come across it. */
  boolean rare() {
    return rare;
  }
}
