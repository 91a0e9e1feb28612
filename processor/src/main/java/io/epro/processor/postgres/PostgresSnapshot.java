package io.epro.processor.postgres;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.erase.Register;
import io.epro.processor.reconcile.Account;
import io.epro.processor.reconcile.ReportKey;
import io.epro.processor.reconcile.Snapshot;
import io.epro.processor.reconcile.StoredRejection;
import io.epro.processor.reconcile.StoredRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables as of the moment at which this was opened: one transaction (REPEATABLE READ), and a second
 * one of the same snapshot for the reports, which are copied while other things are asked. They wait for no
 * lock and hold none that the pipeline would wait for; vacuum keeps what they may still see.
 */
public final class PostgresSnapshot implements Snapshot, AutoCloseable {
  private static final int FETCHED_AT_ONCE = 5_000;
  private static final String MINE = " where pipeline = ? and topic = ?";
  private static final String ACCOUNTS = "select partition, topic_id, first_offset, next_offset,"
      + " stored, duplicate, rejected, skipped, erased from ledger" + MINE;
  private static final String LOST = "select partition, sum(to_offset - from_offset)"
      + " from ledger_hole" + MINE + " group by partition";
  private static final String OTHERS = "select partition, sum(stored) from ledger"
      + " where (pipeline, topic) <> (?, ?) group by partition";
  private static final String REPORTS = "select source_partition, count(*) from report group by source_partition";
  /** Within the offsets of the books. */
  private static final String BOOKED = " from rejection join ledger on topic = source_topic"
      + " and partition = source_partition and source_offset >= first_offset"
      + " and source_offset < next_offset";
  private static final String REJECTIONS = "select source_partition, count(*)" + BOOKED + MINE
      + " group by source_partition";
  private static final String CODES = "select reason ->> 'code', count(distinct (source_partition,"
      + " source_offset))" + BOOKED + ", jsonb_array_elements(reasons) reason" + MINE
      + " group by reason ->> 'code'";
  private static final String REJECTION_ROWS = "select source_partition, source_offset,"
      + " sha256(coalesce(raw, '')), reasons -> 0 ->> 'code' in ('conflicting_duplicate',"
      + " 'storage_rejected', 'internal_error')" + BOOKED + MINE
      + " order by source_partition, source_offset";
  private static final String STORED = "select place from unnest(?::text[], ?::uuid[], ?::bytea[])"
      + " with ordinality as asked(patient, id, sha, place) join report"
      + " on patient_id = patient and report_id = id and content_sha256 = sha";

  private final ProcessorSettings.Postgres settings;
  private final LedgerKey key;
  private final ErasureTable erasures;
  private final Connection connection;
  private final String exported;
  private @Nullable Connection copying;

  private PostgresSnapshot(ProcessorSettings settings, LedgerKey key, Connection connection)
      throws SQLException {
    this.settings = settings.postgres();
    this.key = key;
    this.erasures = new ErasureTable(settings);
    this.connection = connection;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_export_snapshot()")) {
      row.next();
      exported = row.getString(1);
    }
  }

  /**
   * Takes it.
   *
   * @param key whose books; of the topic's id nothing is asked
   * @throws io.epro.processor.ledger.OutageException when the database does not answer or refuses
   */
  public static PostgresSnapshot open(ProcessorSettings settings, LedgerKey key) {
    try {
      var connection = connect(settings.postgres());
      try {
        return new PostgresSnapshot(settings, key, connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Database.outageOrFault("the database cannot be read", e);
    }
  }

  private static Connection connect(ProcessorSettings.Postgres settings) throws SQLException {
    var connection = ToolConnection.open(settings);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public Map<Integer, Account> accounts() {
    return ask("the ledger cannot be read", ACCOUNTS, rows -> {
      var all = new HashMap<Integer, Account>();
      while (rows.next()) {
        all.put(rows.getInt(1), new Account(rows.getString(2), rows.getLong(3), rows.getLong(4),
            rows.getLong(5), rows.getLong(6), rows.getLong(7), rows.getLong(8), rows.getLong(9)));
      }
      return all;
    });
  }

  @Override
  public Map<Integer, Long> lost() {
    return ask("the holes cannot be read", LOST, PostgresSnapshot::byPartition);
  }

  @Override
  public Map<Integer, Long> storedByOthers() {
    return ask("the ledger cannot be read", OTHERS, PostgresSnapshot::byPartition);
  }

  @Override
  public Register register() {
    try {
      return erasures.read(connection);
    } catch (SQLException e) {
      throw Database.outageOrFault("the register of erased patients cannot be read", e);
    }
  }

  @Override
  public Map<Integer, Long> reports() {
    try (var select = connection.prepareStatement(REPORTS); var rows = select.executeQuery()) {
      return byPartition(rows);
    } catch (SQLException e) {
      throw Database.outageOrFault("the reports cannot be counted", e);
    }
  }

  @Override
  public Map<Integer, Long> rejections() {
    return ask("the rejections cannot be counted", REJECTIONS, PostgresSnapshot::byPartition);
  }

  @Override
  public Map<String, Long> rejectionsByCode() {
    return ask("the rejections cannot be counted", CODES, rows -> {
      var all = new TreeMap<String, Long>();
      while (rows.next()) {
        all.put(String.valueOf(rows.getString(1)), rows.getLong(2));
      }
      return all;
    });
  }

  @Override
  public Iterator<StoredRow> reportRows() {
    try {
      var other = connect(settings);
      copying = other;
      try (var statement = other.createStatement()) {
        statement.execute("set transaction snapshot '" + exported + "'");
      }
      return new CopiedRows(other);
    } catch (SQLException e) {
      throw Database.outageOrFault("the reports cannot be read", e);
    }
  }

  @Override
  public Iterator<StoredRejection> rejectionRows() {
    try {
      var select = connection.prepareStatement(REJECTION_ROWS);
      select.closeOnCompletion();
      select.setFetchSize(FETCHED_AT_ONCE);
      mine(select);
      return new Rejections(select.executeQuery());
    } catch (SQLException e) {
      throw Database.outageOrFault("the rejections cannot be read", e);
    }
  }

  @Override
  public Set<Integer> stored(List<ReportKey> reports) {
    try (var select = connection.prepareStatement(STORED)) {
      select.setArray(1, connection.createArrayOf("text",
          reports.stream().map(ReportKey::patientId).toArray()));
      select.setArray(2, connection.createArrayOf("uuid",
          reports.stream().map(ReportKey::reportId).toArray()));
      select.setArray(3, connection.createArrayOf("bytea",
          reports.stream().map(ReportKey::sha256).toArray(byte[][]::new)));
      var places = new HashSet<Integer>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          places.add(rows.getInt(1) - 1);
        }
      }
      return places;
    } catch (SQLException e) {
      throw Database.outageOrFault("reports cannot be looked up", e);
    }
  }

  private interface Answer<T> { T read(ResultSet rows) throws SQLException; }

  private <T> T ask(String failure, String sql, Answer<T> answer) {
    try (var select = connection.prepareStatement(sql)) {
      mine(select);
      try (var rows = select.executeQuery()) {
        return answer.read(rows);
      }
    } catch (SQLException e) {
      throw Database.outageOrFault(failure, e);
    }
  }

  private void mine(PreparedStatement select) throws SQLException {
    select.setString(1, key.pipeline());
    select.setString(2, key.topic());
  }

  private static Map<Integer, Long> byPartition(ResultSet rows) throws SQLException {
    var all = new HashMap<Integer, Long>();
    while (rows.next()) {
      all.put(rows.getInt(1), rows.getLong(2));
    }
    return all;
  }

  /** Fetched some thousand at a time; other questions may be asked in between. */
  private static final class Rejections implements Iterator<StoredRejection> {
    private final ResultSet rows;
    private boolean more;

    Rejections(ResultSet rows) throws SQLException {
      this.rows = rows;
      this.more = rows.next();
    }

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public StoredRejection next() {
      if (!more) {
        throw new NoSuchElementException();
      }
      try {
        var now = new StoredRejection(rows.getInt(1), rows.getLong(2), rows.getBytes(3),
            rows.getBoolean(4));
        more = rows.next();
        return now;
      } catch (SQLException e) {
        throw Database.outageOrFault("the rejections cannot be read", e);
      }
    }
  }

  @Override
  public void close() {
    try (var first = connection; var second = copying) {
      // Both end with what they were asked last.
    } catch (SQLException e) {
      throw Database.outageOrFault("the database cannot be left", e);
    }
  }
}
