package io.epro.processor.postgres;

import io.epro.processor.sink.Batch;
import io.epro.processor.sink.EncodedRows;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.RowWays;
import io.epro.processor.sink.SourceAt;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of one batch into {@code report}, within the caller's transaction: those taken for new
 * by COPY straight into the table, then the suspects through a {@link Stage}. When the straight way
 * meets a report that is stored already, its rows are staged too, before the suspects. Made for one batch
 * and one attempt.
 *
 * <p>Where Postgres refused rows lately, both ways go in {@link Segments}, so that a refusal undoes one
 * segment. Where it says which row it was, those before it are copied again, it is rejected, and what comes
 * after is the next segment; else the segment is halved until the row stands alone.
 *
 * <p>Equal ids keep their order ({@link Batch}): they are of one patient, whose rows stand in the key's order
 * as they were taken in, and the parts of a slice are dealt with one after the other.
 */
final class RowWriter {
  private final Batch batch;
  private final Segments segments;
  private final Attempts attempts;
  private final BinaryCopy copy;
  private final Stage stage;
  private final Set<SourceAt> duplicates = new HashSet<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private int straight;
  private int staged;
  private int fallbacks;

  RowWriter(Attempts attempts, Connection connection, Batch batch, Segments segments) {
    this.batch = batch;
    this.segments = segments;
    this.attempts = attempts;
    this.copy = new BinaryCopy(connection);
    this.stage = new Stage(connection, copy);
  }

  /** One of the two ways. @return what it was refused for, undone; null when the rows are stored */
  private interface Way {
    @Nullable
    SQLException store(RowSlice rows) throws SQLException;
  }

  RowOutcome write() throws SQLException {
    if (batch.fresh().size() > 0) {
      store(RowSlice.inKeyOrder(batch.fresh()), this::straight);
    }
    store(RowSlice.of(batch.suspects()), this::staged);
    attempts.end();
    return new RowOutcome(duplicates, rejections, new RowWays(straight, staged, fallbacks));
  }

  private void store(RowSlice rows, Way way) throws SQLException {
    int next = rows.from();
    while (next < rows.to()) {
      next = segment(rows.part(next, next + Math.min(rows.to() - next, segments.rows())), way);
    }
  }

  /** @return the first place that was not dealt with */
  private int segment(RowSlice rows, Way way) throws SQLException {
    SQLException failure = way.store(rows);
    if (failure == null) {
      return rows.to();
    }
    int line = rows.size() == 1 ? 1 : CopyLine.of(failure);
    if (line == CopyLine.UNKNOWN || line > rows.size()) {
      store(rows.firstHalf(), way);
      store(rows.secondHalf(), way);
      return rows.to();
    }
    int refused = rows.from() + line - 1;
    store(rows.part(rows.from(), refused), way);
    reject(rows.all(), rows.row(refused), ViolationCode.STORAGE_REJECTED, failure.getSQLState());
    segments.refused();
    return refused + 1;
  }

  private @Nullable SQLException straight(RowSlice rows) throws SQLException {
    SQLException failure = attempts.make(() -> copy.into("report", rows));
    if (failure == null) {
      straight += rows.size();
      segments.stored(rows.size());
    } else if (SqlFailure.of(failure) == SqlFailure.DUPLICATE_REPORT) {
      fallbacks++;
      store(rows, this::staged);
      return null;
    }
    return failure;
  }

  private @Nullable SQLException staged(RowSlice rows) throws SQLException {
    var leftOver = new ArrayList<Stage.LeftOver>();
    SQLException failure = attempts.make(() -> leftOver.addAll(stage.store(rows)));
    if (failure == null) {
      staged += rows.size();
      segments.stored(rows.size());
      leftOver.forEach(this::account);
    }
    return failure;
  }

  private void account(Stage.LeftOver left) {
    if (left.sameBytes()) {
      duplicates.add(new SourceAt(left.rows().partition(left.row()),
          left.rows().offset(left.row())));
    } else {
      reject(left.rows(), left.row(), ViolationCode.CONFLICTING_DUPLICATE, null);
    }
  }

  private void reject(EncodedRows rows, int row, ViolationCode code, @Nullable String sqlState) {
    rejections.add(new Rejection(rows.source(row), rows.patientId(row),
        List.of(new Violation(code, "")), sqlState));
  }
}
