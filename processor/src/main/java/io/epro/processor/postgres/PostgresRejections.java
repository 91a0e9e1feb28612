package io.epro.processor.postgres;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.redrive.Candidate;
import io.epro.processor.redrive.Coordinates;
import io.epro.processor.redrive.Rejections;
import io.epro.processor.redrive.Selection;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables {@code rejection} and {@code redrive}, for one topic and one tool at a time. */
public final class PostgresRejections implements Rejections, AutoCloseable {
  private static final int FETCHED_AT_ONCE = 50;
  /** Raw bytes of one batch, beyond which it ends; one record may be larger. */
  private static final long BATCH_BYTES = 8 << 20;
  private static final String COUNT = "select source_partition, coalesce(reasons -> 0 ->> 'code', '?'), count(*) from rejection";
  private static final String CANDIDATE = "select rejection.source_partition, rejection.source_offset,"
      + " patient_id, raw, report_id, received_at, trace_id, ";
  private static final String WITH_CHANCES = " from rejection left join redrive earlier on earlier.source_topic = rejection.source_topic"
      + " and earlier.source_partition = rejection.source_partition"
      + " and earlier.to_offset = rejection.source_offset";
  private static final String NEXT = CANDIDATE + "coalesce(earlier.attempt, 0)" + WITH_CHANCES;
  private static final String UNFINISHED = CANDIDATE + "attempt - 1, not_before from rejection"
      + " join redrive using (source_topic, source_partition, source_offset)"
      + " where source_topic = ? and to_offset is null order by 1, 2";
  private static final String INTEND = "insert into redrive (source_topic, source_partition,"
      + " source_offset, attempt, not_before, asked_by) select ?, p, o, a, n, ?"
      + " from unnest(?::int[], ?::bigint[], ?::int[], ?::bigint[]) as wanted(p, o, a, n)";
  private static final String PUBLISHED = "update redrive set to_offset = now_at"
      + " from unnest(?::int[], ?::bigint[], ?::bigint[]) as done(p, o, now_at)"
      + " where source_topic = ? and source_partition = p and source_offset = o";
  private static final String WITHDRAW = "delete from redrive"
      + " using unnest(?::int[], ?::bigint[]) as refused(p, o)"
      + " where source_topic = ? and source_partition = p and source_offset = o"
      + " and to_offset is null";
  private static final String CLOSE = "update rejection set state = 'redriven', closed_at = now(),"
      + " closed_by = ? from unnest(?::int[], ?::bigint[]) as done(p, o)"
      + " where source_topic = ? and source_partition = p and source_offset = o";
  private static final String DISCARD = "update rejection set state = 'discarded', closed_at = now(),"
      + " closed_by = ?, closed_because = ?";

  private final ToolSession session;
  private final Connection connection;
  private final String topic;

  private PostgresRejections(Connection connection, String topic) throws SQLException {
    this.session = new ToolSession(connection);
    this.connection = connection;
    this.topic = topic;
  }

  /**
   * Begins, and keeps other tools out until this is closed.
   *
   * @throws OutageException when the database does not answer or refuses, or another tool is at work
   */
  public static PostgresRejections open(ProcessorSettings.Postgres settings, String topic) {
    try {
      var connection = ToolConnection.open(settings);
      try {
        ToolLock.take(connection, ToolLock.REDRIVE + topic,
            "another redrive or discard, or an erasure, is at work on topic " + topic);
        return new PostgresRejections(connection, topic);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Database.outageOrFault("the rejections cannot be read", e);
    }
  }

  @Override
  public Instant now() {
    return session.work("the database does not tell the time", () -> {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("select now()")) {
        row.next();
        return row.getTimestamp(1).toInstant();
      }
    });
  }

  @Override
  public Map<Group, Long> count(Selection selection) {
    return session.work("the rejections cannot be counted", () -> {
      var where = new Where(selection);
      try (var select = connection.prepareStatement(COUNT + where.sql()
          + " group by 1, 2 order by 1, 2")) {
        where.set(select, 1);
        var groups = new LinkedHashMap<Group, Long>();
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            groups.put(new Group(rows.getInt(1), rows.getString(2)), rows.getLong(3));
          }
        }
        return groups;
      }
    });
  }

  @Override
  public long exhausted(Selection selection, int chances) {
    return session.work("the rejections cannot be counted", () -> {
      var where = new Where(selection);
      try (var select = connection.prepareStatement("select count(*)" + WITH_CHANCES + where.sql()
          + " and coalesce(earlier.attempt, 0) >= ?")) {
        select.setInt(where.set(select, 1), chances);
        try (var row = select.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
  }

  @Override
  public List<Candidate> next(Selection selection, @Nullable Coordinates after, int limit) {
    return session.work("the rejections cannot be read", () -> {
      var where = new Where(selection);
      try (var select = connection.prepareStatement(NEXT + where.sql()
          + " and (rejection.source_partition, rejection.source_offset) > (?, ?)"
          + " order by 1, 2 limit ?")) {
        int at = where.set(select, 1);
        select.setInt(at, after == null ? -1 : after.partition());
        select.setLong(at + 1, after == null ? -1 : after.offset());
        select.setInt(at + 2, limit);
        select.setFetchSize(FETCHED_AT_ONCE);
        var found = new ArrayList<Candidate>();
        long bytes = 0;
        try (var rows = select.executeQuery()) {
          while (bytes < BATCH_BYTES && rows.next()) {
            var candidate = candidate(rows);
            bytes += candidate.value() == null ? 0 : candidate.value().length;
            found.add(candidate);
          }
        }
        return found;
      }
    });
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    String patient = row.getString(3);
    return new Candidate(new Coordinates(row.getInt(1), row.getLong(2)),
        patient == null ? null : patient.getBytes(StandardCharsets.UTF_8), row.getBytes(4),
        row.getObject(5, UUID.class), row.getTimestamp(6).getTime(),
        row.getObject(7, UUID.class), row.getInt(8));
  }

  @Override
  public void intend(List<Candidate> candidates, Map<Integer, Long> ends, String by) {
    session.<@Nullable Void>work("second chances cannot be written down", () -> {
      try (var insert = connection.prepareStatement(INTEND)) {
        insert.setString(1, topic);
        insert.setString(2, by);
        array(insert, 3, "int4", candidates, candidate -> candidate.at().partition());
        array(insert, 4, "int8", candidates, candidate -> candidate.at().offset());
        array(insert, 5, "int4", candidates, candidate -> candidate.chances() + 1);
        array(insert, 6, "int8", candidates, candidate -> ends.get(candidate.at().partition()));
        insert.executeUpdate();
      }
      connection.commit();
      return null;
    });
  }

  @Override
  public List<Intended> unfinished() {
    return session.work("the rejections cannot be read", () -> {
      try (var select = connection.prepareStatement(UNFINISHED)) {
        select.setString(1, topic);
        var found = new ArrayList<Intended>();
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            found.add(new Intended(candidate(rows), rows.getLong(9)));
          }
        }
        return found;
      }
    });
  }

  @Override
  public void published(Map<Coordinates, Long> offsets, String by) {
    session.<@Nullable Void>work("second chances cannot be written down", () -> {
      var done = new TreeMap<>(offsets);
      try (var update = connection.prepareStatement(PUBLISHED);
          var close = connection.prepareStatement(CLOSE)) {
        array(update, 1, "int4", done.keySet(), Coordinates::partition);
        array(update, 2, "int8", done.keySet(), Coordinates::offset);
        array(update, 3, "int8", done.values(), offset -> offset);
        update.setString(4, topic);
        close.setString(1, by);
        array(close, 2, "int4", done.keySet(), Coordinates::partition);
        array(close, 3, "int8", done.keySet(), Coordinates::offset);
        close.setString(4, topic);
        if (update.executeUpdate() != done.size() || close.executeUpdate() != done.size()) {
          throw new IllegalStateException("a rejection that was published again is not there");
        }
      }
      connection.commit();
      return null;
    });
  }

  @Override
  public void withdraw(Collection<Coordinates> intended) {
    session.<@Nullable Void>work("second chances cannot be withdrawn", () -> {
      try (var delete = connection.prepareStatement(WITHDRAW)) {
        array(delete, 1, "int4", intended, Coordinates::partition);
        array(delete, 2, "int8", intended, Coordinates::offset);
        delete.setString(3, topic);
        delete.executeUpdate();
      }
      connection.commit();
      return null;
    });
  }

  @Override
  public long discard(Selection selection, String reason, String by) {
    return session.work("the rejections cannot be closed", () -> {
      var where = new Where(selection);
      try (var update = connection.prepareStatement(DISCARD + where.sql())) {
        update.setString(1, by);
        update.setString(2, reason);
        where.set(update, 3);
        long discarded = update.executeLargeUpdate();
        connection.commit();
        return discarded;
      }
    });
  }

  private <T> void array(PreparedStatement statement, int at, String type, Collection<T> all,
      Function<T, @Nullable Object> value) throws SQLException {
    statement.setArray(at, connection.createArrayOf(type, all.stream().map(value).toArray()));
  }

  /** The selection as a condition; nothing of it stands in the SQL itself. */
  private final class Where {
    private final StringBuilder sql = new StringBuilder(
        " where rejection.source_topic = ? and state = 'open' and rejected_at < ?"
            + " and not exists (select from redrive begun where begun.source_topic = rejection.source_topic"
            + " and begun.source_partition = rejection.source_partition"
            + " and begun.source_offset = rejection.source_offset)");
    private final List<Object> values = new ArrayList<>();

    Where(Selection selection) {
      values.add(topic);
      values.add(Timestamp.from(selection.until()));
      if (!selection.codes().isEmpty()) {
        add("exists (select from jsonb_array_elements(reasons) reason"
            + " where reason ->> 'code' = any (?::text[]))",
            selection.codes().toArray(String[]::new));
      }
      add("rejected_at >= ?",
          selection.since() == null ? null : Timestamp.from(selection.since()));
      add("patient_id = ?", selection.patientId());
      add("rejection.source_partition = ?", selection.partition());
    }

    private void add(String condition, @Nullable Object value) {
      if (value != null) {
        sql.append(" and ").append(condition);
        values.add(value);
      }
    }

    String sql() {
      return sql.toString();
    }

    /** @return the first place that is free */
    int set(PreparedStatement statement, int first) throws SQLException {
      int at = first;
      for (var value : values) {
        statement.setObject(at++, value);
      }
      return at;
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
