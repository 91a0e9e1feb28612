package io.epro.processor.postgres;

import io.epro.processor.sink.EncodedRows;
import io.epro.processor.sink.SourceAt;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The way into {@code report} for rows that may be stored already: through a temporary table of the
 * connection, from which the new ones are inserted in offset order and the others told apart by hash.
 */
final class Stage {
  /** With the table's checks, so that what they refuse is told by its line in the COPY. */
  private static final String CREATE = "create temporary table if not exists staged_report"
      + " (like report including defaults including constraints) on commit delete rows";
  /** Leaves in the stage what did not become a row of its own. */
  private static final String INSERT = "with inserted as (insert into report"
      + " select * from staged_report order by source_partition, source_offset"
      + " on conflict (patient_id, report_id) do nothing"
      + " returning source_partition, source_offset)"
      + " delete from staged_report using inserted"
      + " where staged_report.source_partition = inserted.source_partition"
      + " and staged_report.source_offset = inserted.source_offset";
  /**
   * A statement of its own: the one above does not see the rows that it inserts. And no join: that one
   * may read all of {@code report} for a few rows, as long as its statistics are old.
   */
  private static final String LEFT_OVER = "select source_partition, source_offset,"
      + " content_sha256 = (select r.content_sha256 from report r"
      + " where r.patient_id = s.patient_id and r.report_id = s.report_id) from staged_report s";
  private static final String CLEAR = "delete from staged_report";

  private final Connection connection;
  private final BinaryCopy copy;

  Stage(Connection connection, BinaryCopy copy) {
    this.connection = connection;
    this.copy = copy;
  }

  /** A row whose report is stored already, with the same bytes or others. */
  record LeftOver(EncodedRows rows, int row, boolean sameBytes) {}

  /** Leaves the stage empty. @return those of the rows that are not new */
  List<LeftOver> store(RowSlice rows) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(CREATE);
      copy.into("staged_report", rows);
      int left = rows.size() - statement.executeUpdate(INSERT);
      if (left == 0) {
        return List.of();
      }
      List<LeftOver> leftOver = leftOver(rows, left);
      statement.executeUpdate(CLEAR);
      return leftOver;
    }
  }

  private List<LeftOver> leftOver(RowSlice slice, int expected) throws SQLException {
    EncodedRows all = slice.all();
    Map<SourceAt, Integer> rows = new HashMap<>();
    for (int place = slice.from(); place < slice.to(); place++) {
      int row = slice.row(place);
      rows.put(new SourceAt(all.partition(row), all.offset(row)), row);
    }
    var found = new ArrayList<LeftOver>(expected);
    try (var statement = connection.createStatement();
        var left = statement.executeQuery(LEFT_OVER)) {
      while (left.next()) {
        Integer row = rows.get(new SourceAt(left.getInt(1), left.getLong(2)));
        if (row == null) {
          throw new IllegalStateException(
              "the stage holds a row that this batch did not put there");
        }
        boolean sameBytes = left.getBoolean(3);
        if (left.wasNull()) {
          throw new IllegalStateException("a row was neither inserted nor found stored");
        }
        found.add(new LeftOver(all, row, sameBytes));
      }
    }
    if (found.size() != expected) {
      throw new IllegalStateException(expected + " rows were not inserted, but " + found.size()
          + " are left over");
    }
    return found;
  }
}
