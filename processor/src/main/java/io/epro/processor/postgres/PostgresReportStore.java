package io.epro.processor.postgres;

import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.StoreTransaction;
import java.sql.SQLException;

/** Batches as transactions of Postgres. Thread-safe: each has its own connection. */
public final class PostgresReportStore implements ReportStore {
  private final Database database;
  private final PostgresLedger ledger;
  private final RejectionTable rejections;
  private final Segments segments = new Segments();

  public PostgresReportStore(Database database, PostgresLedger ledger, RejectionTable rejections) {
    this.database = database;
    this.ledger = ledger;
    this.rejections = rejections;
  }

  @Override
  public StoreTransaction begin() {
    try {
      return new PostgresTransaction(database, ledger, rejections, segments);
    } catch (SQLException e) {
      throw Database.outageOrFault("the batch cannot be written", e);
    }
  }
}
