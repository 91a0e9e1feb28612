package io.epro.processor.postgres;

import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.StoreTransaction;
import java.sql.SQLException;

/** Batches as transactions of Postgres. Thread-safe: each has its own connection. */
public final class PostgresReportStore implements ReportStore {
  private final Database database;
  private final Tables tables;
  private final Segments segments = new Segments();

  /** What a batch touches beside {@code report}. */
  public record Tables(PostgresLedger ledger, RejectionTable rejections,
      ErasureTable erasures) {}

  public PostgresReportStore(Database database, Tables tables) {
    this.database = database;
    this.tables = tables;
  }

  @Override
  public StoreTransaction begin() {
    try {
      return new PostgresTransaction(database, tables, segments);
    } catch (SQLException e) {
      throw Database.outageOrFault("the batch cannot be written", e);
    }
  }
}
