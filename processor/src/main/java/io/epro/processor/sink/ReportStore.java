package io.epro.processor.sink;

/** The database that batches go to. Thread-safe. */
public interface ReportStore {

  /** @throws io.epro.processor.ledger.OutageException when it does not answer */
  StoreTransaction begin();
}
