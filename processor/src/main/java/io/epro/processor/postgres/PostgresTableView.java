package io.epro.processor.postgres;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.console.TableView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables as the console shows them: one connection, made when it is first needed and again after a fault,
 * whose statements end after some seconds. Thread-safe: one question at a time.
 */
public final class PostgresTableView implements TableView, AutoCloseable {
  private static final String FAILURE = "the console cannot read the database";
  private static final String LIMITS = "set statement_timeout = '4s'; set lock_timeout = '1s';"
      + " set default_transaction_read_only = on";
  private static final String BOOKS = "select partition, first_offset, next_offset, stored,"
      + " duplicate, rejected, skipped, erased from ledger where pipeline = ? and topic = ?"
      + " order by partition";
  private static final String STATE = "select current_setting('server_version'),"
      + " pg_is_in_recovery(), pg_database_size(current_database()), (select count(*)"
      + " from pg_stat_activity where datname = current_database()), (select count(*) from"
      + " (select from rejection where state = 'open' limit " + (COUNTED_TO + 1) + ") counted),"
      + " (select coalesce(sum(to_offset - from_offset), 0) from ledger_hole"
      + " where pipeline = ? and topic = ?)";
  private static final String REJECTIONS = "select source_partition, source_offset, report_id,"
      + " left(patient_id, 1) || '***', reasons, received_at, rejected_at, state, outcome"
      + " from rejection_history where source_topic = ? and (?::text is null or state = ?)"
      + " and (?::text is null or reasons @> jsonb_build_array(jsonb_build_object('code', ?::text)))"
      + " order by rejected_at desc, source_partition, source_offset desc limit ?";
  private static final String RAW = "select source_partition, source_offset, patient_id, raw"
      + " from rejection where source_topic = ? and source_partition = ? and source_offset = ?";
  private static final String REPLAYS = "select name, begun_by, begun_at, coalesce(sum("
      + "greatest(to_offset - from_offset, 0)), 0), completed_at, promoted_at from replay"
      + " left join replay_range using (name) where topic = ?"
      + " group by name, begun_by, begun_at, completed_at, promoted_at order by begun_at desc";
  private static final String UNKNOWN = "select drug_id, count(*), max(reported_at)"
      + " from report_medication where reported_at > now() - interval '1 day' and not known"
      + " group by drug_id order by 2 desc, 1 limit ?";

  private final ProcessorSettings settings;
  private @Nullable Connection connection;

  /** Opens no connection yet. */
  public PostgresTableView(ProcessorSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<Book> books() {
    return rows(BOOKS, this::mine, row -> new Book(row.getInt(1), row.getLong(2), row.getLong(3),
        row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8)));
  }

  @Override
  public State state() {
    return rows(STATE, this::mine, row -> new State(row.getString(1), row.getBoolean(2),
        row.getLong(3), row.getInt(4), row.getInt(5), row.getLong(6))).getFirst();
  }

  @Override
  public List<Rejected> rejections(@Nullable String state, @Nullable String code, int limit) {
    return rows(REJECTIONS, select -> {
      select.setString(1, settings.topics().raw());
      select.setString(2, state);
      select.setString(3, state);
      select.setString(4, code);
      select.setString(5, code);
      select.setInt(6, limit);
    }, row -> new Rejected(row.getInt(1), row.getLong(2), row.getString(3), row.getString(4),
        row.getString(5), time(row, 6), time(row, 7), row.getString(8), row.getString(9)));
  }

  @Override
  public Optional<RawRecord> raw(int partition, long offset) {
    return rows(RAW, select -> {
      select.setString(1, settings.topics().raw());
      select.setInt(2, partition);
      select.setLong(3, offset);
    }, row -> new RawRecord(row.getInt(1), row.getLong(2), row.getString(3), row.getBytes(4)))
        .stream().findFirst();
  }

  @Override
  public List<Replayed> replays() {
    return rows(REPLAYS, select -> select.setString(1, settings.topics().raw()),
        row -> new Replayed(row.getString(1), row.getString(2), time(row, 3), row.getLong(4),
            row.getTimestamp(5) == null ? done(row.getString(1)) : row.getLong(4),
            timeOrNull(row, 5), timeOrNull(row, 6)));
  }

  /** Offsets that a replay under way has passed; 0 before its tables are made. */
  private long done(String name) throws SQLException {
    String ledger = "\"replay_" + name + "\".ledger";
    try (var statement = open().createStatement()) {
      try (var there = statement.executeQuery("select to_regclass('" + ledger + "') is not null")) {
        there.next();
        if (!there.getBoolean(1)) {
          return 0;
        }
      }
      try (var row = statement.executeQuery(
          "select coalesce(sum(next_offset - first_offset), 0) from " + ledger)) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public List<Unknown> unknownDrugs(int limit) {
    return rows(UNKNOWN, select -> select.setInt(1, limit),
        row -> new Unknown(row.getString(1), row.getLong(2), time(row, 3)));
  }

  private interface Parameters { void set(PreparedStatement select) throws SQLException; }

  private interface Reading<T> { T of(ResultSet row) throws SQLException; }

  private synchronized <T> List<T> rows(String sql, Parameters parameters, Reading<T> reading) {
    try (var select = open().prepareStatement(sql)) {
      parameters.set(select);
      var found = new ArrayList<T>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(reading.of(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      close();
      throw Database.outageOrFault(FAILURE, e);
    }
  }

  private Connection open() throws SQLException {
    Connection known = connection;
    if (known == null) {
      known = ToolConnection.open(settings.postgres(), settings.console());
      try (var statement = known.createStatement()) {
        statement.execute(LIMITS);
      }
      connection = known;
    }
    return known;
  }

  private void mine(PreparedStatement select) throws SQLException {
    select.setString(1, settings.pipeline());
    select.setString(2, settings.topics().raw());
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  private static @Nullable Instant timeOrNull(ResultSet row, int column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  @Override
  public synchronized void close() {
    try (var known = connection) {
      connection = null;
    } catch (SQLException e) {
      // It is gone either way.
    }
  }
}
