package io.epro.processor.erase;

import io.epro.processor.erase.PatientRecords.Rows;

/**
 * Erases a patient.
 *
 * <p><b>The argument.</b> First the patient is entered into the register, then what is there is deleted. A batch is
 * only written while the register is the one by which it was filled, which is looked at under the ledger's lock;
 * and nobody is entered as long as anybody has that lock. So a batch either was committed before the entry, and its
 * rows are found and deleted, or it is given up and its records are judged anew, by a register that has the
 * patient. A replay that begins later begins with that register. Promotions, which copy rows, and redrives wait
 * meanwhile, and the erasure for them.
 *
 * <p>Killed in between, the same command goes on: the entry stands, and what is left is deleted.
 */
public final class Eraser {
  private final PatientRecords records;

  public Eraser(PatientRecords records) {
    this.records = records;
  }

  /**
   * @param reason for the record; without the patient's id
   * @param by who asks
   * @return what this call deleted
   */
  public Rows erase(String reason, String by) {
    records.enter(reason, by);
    var deleted = Rows.NONE;
    for (String schema : records.schemas()) {
      deleted = deleted.plus(records.delete(schema));
    }
    records.complete();
    return deleted;
  }
}
