package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.fixture.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one test finds in its database, asked directly, past any proxy. */
final class TestBooks {
  private static final String NO_TABLE = "42P01";

  private final RealPostgres.Database database;

  TestBooks(RealPostgres.Database database) {
    this.database = database;
  }

  RealPostgres.Database database() {
    return database;
  }

  void execute(String sql) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long count(String sql) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column. */
  List<String> texts(String sql) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Offsets that the ledger shows as applied, summed over the partitions. */
  long applied() {
    return nextOffsets().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same by partition; empty before there is a ledger. */
  Map<Integer, Long> nextOffsets() {
    var next = new HashMap<Integer, Long>();
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select partition, next_offset from epro.ledger")) {
      while (rows.next()) {
        next.put(rows.getInt(1), rows.getLong(2));
      }
      return next;
    } catch (SQLException e) {
      if (NO_TABLE.equals(e.getSQLState())) {
        return next;
      }
      throw new IllegalStateException(e);
    }
  }

  /** As if the database were restored from a copy made after the first of one partition's reports. */
  void forgetAllButOneReport() {
    execute("delete from epro.report where source_offset > 0;"
        + " update epro.ledger set next_offset = 1, stored = 1");
  }

  long sum(String column) {
    return count("select coalesce(sum(" + column + "), 0) from epro.ledger");
  }

  /**
   * That every offset below the ledger's became what the books say: so many rows, so many duplicates,
   * so many rejections, and these are really there.
   */
  void assertBalance(long stored, long duplicate, long rejected) {
    assertThat(count("select count(*) from epro.report")).as("rows").isEqualTo(stored);
    assertThat(count("select count(*) from epro.rejection")).as("rejections").isEqualTo(rejected);
    assertThat(sum("stored")).as("stored").isEqualTo(stored);
    assertThat(sum("duplicate")).as("duplicate").isEqualTo(duplicate);
    assertThat(sum("rejected")).as("rejected").isEqualTo(rejected);
    assertThat(count("select count(*) from (select 1 from epro.report"
        + " group by source_partition, source_offset, patient_id having count(*) > 1) twice"))
        .as("offsets with two rows").isZero();
  }
}
