package io.epro.processor.reconcile;

/** What stands in a table for the record at these coordinates. */
public sealed interface Stored permits StoredRow, StoredRejection {
  int partition();

  long offset();
}
