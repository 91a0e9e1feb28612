package io.epro.processor.postgres;

import io.epro.processor.sink.Batch;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.ReportEncoder;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.validate.Violation;
import io.epro.processor.validate.ViolationCode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Puts the rows of one batch into {@code report}, within the caller's transaction. The straight way is
 * one COPY into the table. When that meets a report that is stored already, the rows go through a
 * staging table instead, and what is left there is told apart by hash. When Postgres refuses the data
 * of a row, the rows are halved until it stands alone. Made for one batch and one attempt.
 */
final class RowWriter {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};
  private static final String COPY_FORM = " (" + ReportEncoder.COLUMNS
      + ") from stdin (format binary)";
  private static final String CREATE_STAGE = "create temporary table if not exists staged_report"
      + " (like report including defaults) on commit delete rows";
  /** Leaves in the stage what did not become a row of its own. */
  private static final String INSERT_STAGED = "with inserted as (insert into report"
      + " select * from staged_report order by source_partition, source_offset"
      + " on conflict (patient_id, report_id) do nothing"
      + " returning source_partition, source_offset)"
      + " delete from staged_report using inserted"
      + " where staged_report.source_partition = inserted.source_partition"
      + " and staged_report.source_offset = inserted.source_offset";
  /** A statement of its own: the one above does not see the rows that it inserts. */
  private static final String LEFT_OVER = "select s.source_partition, s.source_offset,"
      + " s.content_sha256 = r.content_sha256 from staged_report s"
      + " join report r using (patient_id, report_id)";
  private static final String CLEAR_STAGE = "delete from staged_report";

  private final Connection connection;
  private final Batch batch;
  private final Map<Integer, Long> duplicates = new HashMap<>();
  private final List<Rejection> rejections = new ArrayList<>();

  RowWriter(Connection connection, Batch batch) {
    this.connection = connection;
    this.batch = batch;
  }

  RowOutcome write() throws SQLException {
    if (!batch.rows().isEmpty()) {
      copyStraight(0, batch.rows().size());
    }
    return new RowOutcome(duplicates, rejections);
  }

  private void copyStraight(int from, int to) throws SQLException {
    SQLException failure = attempt(() -> copy("report", from, to));
    if (failure == null) {
      return;
    }
    if (SqlFailure.of(failure) == SqlFailure.DUPLICATE_REPORT) {
      stage(from, to);
    } else if (!refuse(failure, from, to)) {
      copyStraight(from, middle(from, to));
      copyStraight(middle(from, to), to);
    }
  }

  private void stage(int from, int to) throws SQLException {
    SQLException failure = attempt(() -> throughStage(from, to));
    if (failure != null && !refuse(failure, from, to)) {
      stage(from, middle(from, to));
      stage(middle(from, to), to);
    }
  }

  private static int middle(int from, int to) {
    return (from + to) >>> 1;
  }

  /** Whether the one row left is refused; throws on to the caller what is not the data's fault. */
  private boolean refuse(SQLException failure, int from, int to) throws SQLException {
    if (SqlFailure.of(failure) != SqlFailure.BAD_DATA) {
      throw failure;
    }
    if (to - from > 1) {
      return false;
    }
    reject(batch.rows().get(from), ViolationCode.STORAGE_REJECTED, failure.getSQLState());
    return true;
  }

  private void throughStage(int from, int to) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(CREATE_STAGE);
      copy("staged_report", from, to);
      int inserted = statement.executeUpdate(INSERT_STAGED);
      int left = to - from - inserted;
      if (left > 0) {
        tellApart(from, to, left);
        statement.executeUpdate(CLEAR_STAGE);
      }
    }
  }

  private void tellApart(int from, int to, int expected) throws SQLException {
    Map<Coordinates, Row> rows = new HashMap<>();
    for (Row row : batch.rows().subList(from, to)) {
      rows.put(new Coordinates(row.source().partition(), row.source().offset()), row);
    }
    int seen = 0;
    try (var statement = connection.createStatement();
        var left = statement.executeQuery(LEFT_OVER)) {
      while (left.next()) {
        seen++;
        Row row = rows.get(new Coordinates(left.getInt(1), left.getLong(2)));
        if (row == null) {
          throw new IllegalStateException(
              "the stage holds a row that this batch did not put there");
        }
        if (left.getBoolean(3)) {
          duplicates.merge(row.source().partition(), 1L, Long::sum);
        } else {
          reject(row, ViolationCode.CONFLICTING_DUPLICATE, null);
        }
      }
    }
    if (seen != expected) {
      throw new IllegalStateException(
          expected + " rows were neither inserted nor found stored, but " + seen + " explained");
    }
  }

  private void reject(Row row, ViolationCode code, @Nullable String sqlState) {
    rejections.add(new Rejection(row.source(), row.enriched().report().patientId(),
        List.of(new Violation(code, "")), sqlState));
  }

  private void copy(String table, int from, int to) throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI()
        .copyIn("copy " + table + COPY_FORM);
    try {
      copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
      copy.writeToCopy(batch.encoded(), batch.startOf(from),
          batch.startOf(to) - batch.startOf(from));
      copy.writeToCopy(TRAILER, 0, TRAILER.length);
      long copied = copy.endCopy();
      if (copied != to - from) {
        throw new IllegalStateException("sent " + (to - from) + " rows, Postgres took " + copied);
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Runs work that may fail behind a savepoint. @return its failure, undone; null when it went well */
  private @Nullable SQLException attempt(Work work) throws SQLException {
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

  private record Coordinates(int partition, long offset) {}
}
