package io.epro.processor.postgres;

import io.epro.processor.ledger.Advance;
import io.epro.processor.sink.Batch;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.StoreTransaction;
import io.epro.processor.sink.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction on one connection of the pool. */
final class PostgresTransaction implements StoreTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresTransaction.class);
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Database database;
  private final Connection connection;
  private final PostgresLedger ledger;
  private final ErasureTable erasures;
  private final RejectionTable rejections;
  private final Segments segments;

  /** @throws SQLException when there is no connection now */
  PostgresTransaction(Database database, PostgresReportStore.Tables tables, Segments segments)
      throws SQLException {
    this.database = database;
    this.connection = database.connection();
    this.ledger = tables.ledger();
    this.erasures = tables.erasures();
    this.rejections = tables.rejections();
    this.segments = segments;
  }

  @Override
  public Map<Integer, Long> lock(Collection<Advance> advances) {
    return answer(() -> {
      try {
        return ledger.lock(connection, advances);
      } catch (SQLException e) {
        if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
          endHolders(advances);
        }
        throw e;
      }
    });
  }

  /**
   * A process that was frozen in mid-COPY holds its locks for as long as its socket lives, and none of
   * the timeouts set for our sessions ends it: it is waiting for its client. Whoever owns the partitions now ends its
   * session; were it still at work, it would find the ledger moved and lose nothing.
   */
  private void endHolders(Collection<Advance> advances) throws SQLException {
    connection.rollback();
    int ended = ledger.endHolders(connection, advances);
    connection.rollback();
    LOG.atWarn().addKeyValue("sessions", ended)
        .log("Ended sessions that kept rows of the ledger locked beyond the lock timeout");
  }

  @Override
  public long register() {
    return answer(() -> erasures.version(connection));
  }

  @Override
  public RowOutcome storeRows(Batch batch) {
    // Timed piece by piece: with many refusals the whole may rightly take longer than one answer may.
    try {
      return new RowWriter(new Attempts(database, connection), connection, batch, segments).write();
    } catch (SQLException e) {
      throw Database.outageOrFault("the batch cannot be written", e);
    }
  }

  @Override
  public void storeRejections(List<Rejection> refused) {
    run(() -> rejections.insert(connection, refused));
  }

  @Override
  public void advance(Collection<Advance> advances, List<Tally> tallies) {
    run(() -> ledger.advance(connection, advances, tallies));
  }

  @Override
  public void commit() {
    run(connection::commit);
  }

  @Override
  public void close() {
    try (connection) {
      database.timed(connection, () -> {
        connection.rollback();
        return true;
      });
    } catch (SQLException e) {
      LOG.atDebug().addKeyValue("sqlState", e.getSQLState())
          .log("A connection could not be given back; the server rolls back by itself");
    }
  }

  private <T> T answer(Database.Question<T> question) {
    try {
      return database.timed(connection, question);
    } catch (SQLException e) {
      throw Database.outageOrFault("the batch cannot be written", e);
    }
  }

  private void run(Work work) {
    answer(() -> {
      work.run();
      return true;
    });
  }

  private interface Work { void run() throws SQLException; }
}
