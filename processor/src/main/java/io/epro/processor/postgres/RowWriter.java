package io.epro.processor.postgres;

import io.epro.processor.sink.Batch;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.EncodedRows;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.RowWays;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of one batch into {@code report}, within the caller's transaction: those taken for new
 * by one COPY straight into the table, then the suspects through a {@link Stage}. When the straight way
 * meets a report that is stored already, its rows are staged too, before the suspects; {@link Batch}
 * says why the order matters. When Postgres refuses the data of a row, on either way, the rows are
 * halved until it stands alone. Made for one batch and one attempt.
 */
final class RowWriter {
  private final Database database;
  private final Connection connection;
  private final Batch batch;
  private final Stage stage;
  private final Map<Integer, Long> duplicates = new HashMap<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private int straight;
  private int staged;
  private int fallbacks;

  RowWriter(Database database, Connection connection, Batch batch) {
    this.database = database;
    this.connection = connection;
    this.batch = batch;
    this.stage = new Stage(connection);
  }

  RowOutcome write() throws SQLException {
    straight(RowSlice.of(batch.fresh()));
    staged(RowSlice.of(batch.suspects()));
    return new RowOutcome(duplicates, rejections, new RowWays(straight, staged, fallbacks));
  }

  private void straight(RowSlice rows) throws SQLException {
    if (rows.size() == 0) {
      return;
    }
    SQLException failure = attempt(() -> BinaryCopy.sorted("report", rows, connection));
    if (failure == null) {
      straight += rows.size();
    } else if (SqlFailure.of(failure) == SqlFailure.DUPLICATE_REPORT) {
      fallbacks++;
      staged(rows);
    } else if (!refuse(failure, rows)) {
      straight(rows.firstHalf());
      straight(rows.secondHalf());
    }
  }

  private void staged(RowSlice rows) throws SQLException {
    if (rows.size() == 0) {
      return;
    }
    var leftOver = new ArrayList<Stage.LeftOver>();
    SQLException failure = attempt(() -> leftOver.addAll(stage.store(rows)));
    if (failure == null) {
      staged += rows.size();
      leftOver.forEach(this::account);
    } else if (!refuse(failure, rows)) {
      staged(rows.firstHalf());
      staged(rows.secondHalf());
    }
  }

  private void account(Stage.LeftOver left) {
    if (left.sameBytes()) {
      duplicates.merge(left.rows().partition(left.row()), 1L, Long::sum);
    } else {
      reject(left.rows(), left.row(), ViolationCode.CONFLICTING_DUPLICATE, null);
    }
  }

  /** Whether the one row left is refused; throws on to the caller what is not the data's fault. */
  private boolean refuse(SQLException failure, RowSlice rows) throws SQLException {
    if (SqlFailure.of(failure) != SqlFailure.BAD_DATA) {
      throw failure;
    }
    if (rows.size() > 1) {
      return false;
    }
    reject(rows.all(), rows.from(), ViolationCode.STORAGE_REJECTED, failure.getSQLState());
    return true;
  }

  private void reject(EncodedRows rows, int row, ViolationCode code, @Nullable String sqlState) {
    rejections.add(new Rejection(rows.source(row), rows.patientId(row),
        List.of(new Violation(code, "")), sqlState));
  }

  /** Runs work that may fail behind a savepoint. @return its failure, undone; null when it went well */
  private @Nullable SQLException attempt(Work work) throws SQLException {
    return database.timed(connection, () -> attempted(work));
  }

  private @Nullable SQLException attempted(Work work) throws SQLException {
    var before = connection.setSavepoint();
    try {
      work.run();
      connection.releaseSavepoint(before);
      return null;
    } catch (SQLException e) {
      switch (SqlFailure.of(e)) {
        case DUPLICATE_REPORT, BAD_DATA -> connection.rollback(before);
        case OUTAGE, DEPLOYMENT, FAULT -> throw e;
      }
      return e;
    }
  }

  private interface Work { void run() throws SQLException; }
}
