package io.epro.processor.postgres;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Comparison;
import io.epro.processor.sink.Batch;
import io.epro.processor.sink.BatchStore;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Tally;
import io.epro.processor.sink.WriteOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch, one transaction, in this order: (1) lock the ledger's rows and compare, (2) the reports,
 * (3) the rejections, to the table and then to their topic, (4) advance the ledger and commit. Until
 * (1) has matched nothing is written, so an instance that lost its partitions does no harm; since (4)
 * is in the same transaction, rows and books cannot disagree.
 *
 * <p>Thread-safe: each call has its own connection.
 */
public final class PostgresBatchStore implements BatchStore {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBatchStore.class);

  private final Database database;
  private final PostgresLedger ledger;
  private final RejectionTable rejections;

  public PostgresBatchStore(Database database, PostgresLedger ledger, RejectionTable rejections) {
    this.database = database;
    this.ledger = ledger;
    this.rejections = rejections;
  }

  @Override
  public WriteOutcome write(Batch batch, RejectTopic rejects) {
    try (var connection = database.connection()) {
      try {
        return transact(connection, batch, rejects);
      } catch (SQLException | RuntimeException e) {
        rollback(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw Database.outageOrFault("the batch cannot be written", e);
    }
  }

  private WriteOutcome transact(Connection connection, Batch batch, RejectTopic rejects)
      throws SQLException {
    var found = ledger.lock(connection, batch.advances());
    return switch (Comparison.of(batch.advances(), found)) {
      case MATCHES -> store(connection, batch, rejects);
      case ALREADY_APPLIED -> undone(connection, new WriteOutcome.AlreadyCommitted());
      case SUPERSEDED -> undone(connection, new WriteOutcome.Superseded());
      case ROLLED_BACK -> undone(connection, new WriteOutcome.RolledBack());
    };
  }

  private static WriteOutcome undone(Connection connection, WriteOutcome outcome)
      throws SQLException {
    connection.rollback();
    return outcome;
  }

  private WriteOutcome store(Connection connection, Batch batch, RejectTopic rejects)
      throws SQLException {
    var rows = new RowWriter(connection, batch).write();
    var refused = new ArrayList<Rejection>(batch.rejections());
    refused.addAll(rows.rejections());
    if (!refused.isEmpty()) {
      rejections.insert(connection, refused);
      rejects.publish(refused);
    }
    List<Tally> tallies = tallies(batch, rows);
    ledger.advance(connection, batch.advances(), tallies);
    connection.commit();
    return new WriteOutcome.Committed(tallies);
  }

  private static List<Tally> tallies(Batch batch, RowWriter.Result rows) {
    var tallies = new ArrayList<Tally>();
    for (Advance advance : batch.advances()) {
      int partition = advance.partition();
      long duplicates = rows.duplicates(partition);
      long rejected = count(batch.rejections(), partition) + count(rows.rejections(), partition);
      long taken = advance.next() - advance.expected() - advance.skipped();
      tallies.add(new Tally(partition, taken - duplicates - rejected, duplicates, rejected,
          advance.skipped()));
    }
    return tallies;
  }

  private static long count(List<Rejection> rejections, int partition) {
    return rejections.stream().filter(r -> r.source().partition() == partition).count();
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.atDebug().addKeyValue("sqlState", e.getSQLState()).log("Rollback failed too");
    }
  }
}
