package io.epro.processor.ledger;

/** Where a partition stands when a record comes that was not simply the next one. */
public sealed interface Position {

  /**
   * Here.
   *
   * @param next first offset neither applied nor in the batch; what lies between it and the record at
   *     hand held no record
   */
  record At(long next) implements Position {}

  /** Offsets from where it stood were deleted before they were read. */
  record Lost(Hole hole) implements Position {}

  /** The group would read on past records that the ledger does not have. */
  record Behind(String reason) implements Position {}
}
