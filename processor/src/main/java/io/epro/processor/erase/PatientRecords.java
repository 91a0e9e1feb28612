package io.epro.processor.erase;

import java.util.List;

/**
 * What there is of one patient. All calls throw {@link io.epro.processor.ledger.OutageException} when the database
 * does not answer, or other work holds what they need for too long; what a call does, it does wholly or not at all.
 */
public interface PatientRecords {

  /**
   * How many rows.
   *
   * @param reports and {@code rejections}: in the live tables
   * @param copies in replays, and kept by promotions
   */
  record Rows(long reports, long rejections, long copies) {
    static final Rows NONE = new Rows(0, 0, 0);

    /** Whether there are any. */
    public boolean none() {
      return reports + rejections + copies == 0;
    }

    Rows plus(Rows other) {
      return new Rows(reports + other.reports, rejections + other.rejections,
          copies + other.copies);
    }
  }

  /** What there is now. */
  Rows count();

  /** Whether the patient is in the register. */
  boolean registered();

  /**
   * Enters the patient into the register, unless that was done before. When it returns, every transaction that
   * was admitted by an older register is over, and what it wrote is there to be deleted.
   */
  void enter(String reason, String by);

  /** The schemas that there are: the live one, and those of replays. */
  List<String> schemas();

  /** Deletes what a schema has of the patient, and counts it as erased in that schema's books. */
  Rows delete(String schema);

  /** Marks the erasure as done. */
  void complete();
}
