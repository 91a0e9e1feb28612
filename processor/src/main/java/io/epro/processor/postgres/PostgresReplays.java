package io.epro.processor.postgres;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.replay.ReplayDiff;
import io.epro.processor.replay.ReplayName;
import io.epro.processor.replay.ReplayPlan;
import io.epro.processor.replay.Replays;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables {@code replay…} and {@code promotion…}, and the schemas of replays. For one thread. */
public final class PostgresReplays implements Replays, AutoCloseable {
  private static final String SELECT = "select name, topic_id, patients, begun_by, begun_at,"
      + " completed_at, promoted_at from replay where topic = ?";

  private final ToolSession session;
  private final Connection connection;
  private final String topic;
  private final String schema;
  private final ReplayComparison comparison;
  private final ReplayPromotion promotion;

  private PostgresReplays(Connection connection, ProcessorSettings live) throws SQLException {
    this.session = new ToolSession(connection);
    this.connection = connection;
    this.topic = live.topics().raw();
    this.schema = live.postgres().schema();
    this.comparison = new ReplayComparison(connection);
    this.promotion = new ReplayPromotion(connection, live.pipeline(), topic);
  }

  /**
   * Begins.
   *
   * @param live settings of the pipeline beside which they are
   * @throws io.epro.processor.ledger.OutageException when the database does not answer or refuses
   */
  public static PostgresReplays open(ProcessorSettings live) {
    try {
      return new PostgresReplays(ToolConnection.open(live.postgres()), live);
    } catch (SQLException e) {
      throw Database.outageOrFault("the replays cannot be read", e);
    }
  }

  static String quoted(ReplayName name) {
    return '"' + name.schema() + '"';
  }

  @Override
  public Optional<ReplayPlan> find(ReplayName name) {
    return list().stream().map(Progress::plan).filter(plan -> plan.name().equals(name)).findFirst();
  }

  @Override
  public void add(ReplayPlan plan) {
    session.<@Nullable Void>work("the replay cannot be written down", () -> {
      refuseWithoutSchemas();
      try (var insert = connection.prepareStatement("insert into replay (name, topic, topic_id,"
          + " patients, begun_by) values (?, ?, ?, ?, ?)");
          var range = connection.prepareStatement("insert into replay_range values (?, ?, ?, ?)")) {
        insert.setString(1, plan.name().name());
        insert.setString(2, topic);
        insert.setString(3, plan.topicId());
        insert.setArray(4, connection.createArrayOf("text", plan.patients().toArray()));
        insert.setString(5, plan.by());
        insert.executeUpdate();
        for (var entry : plan.ranges().entrySet()) {
          range.setString(1, plan.name().name());
          range.setInt(2, entry.getKey());
          range.setLong(3, entry.getValue().from());
          range.setLong(4, entry.getValue().to());
          range.addBatch();
        }
        range.executeBatch();
      }
      connection.commit();
      return null;
    });
  }

  /** Before anything is written down that nobody could go on with. */
  private void refuseWithoutSchemas() throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select has_database_privilege(current_database(),"
            + " 'create'), current_database(), current_user")) {
      row.next();
      if (!row.getBoolean(1)) {
        throw new IllegalArgumentException("a replay has a schema of its own, and the user "
            + row.getString(3) + " may not make one in the database " + row.getString(2)
            + ": run it as epro_owner (deploy/postgres/roles.sql), or as an administrator grant create"
            + " on database " + row.getString(2) + " to " + row.getString(3));
      }
    }
  }

  @Override
  public List<Progress> list() {
    return session.work("the replays cannot be read", () -> {
      var all = new ArrayList<Progress>();
      try (var select = connection.prepareStatement(SELECT + " order by begun_at, name")) {
        select.setString(1, topic);
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            all.add(progress(rows));
          }
        }
      }
      return all;
    });
  }

  private Progress progress(ResultSet row) throws SQLException {
    var name = new ReplayName(row.getString(1));
    var plan = new ReplayPlan(name, row.getString(2), ranges(name),
        Set.of((String[]) row.getArray(3).getArray()), row.getTimestamp(5).toInstant(),
        row.getString(4));
    return new Progress(plan, plan.done(next(name)),
        Optional.ofNullable(row.getTimestamp(6)).map(java.sql.Timestamp::toInstant),
        Optional.ofNullable(row.getTimestamp(7)).map(java.sql.Timestamp::toInstant));
  }

  private Map<Integer, ReplayPlan.Range> ranges(ReplayName name) throws SQLException {
    try (var select = connection.prepareStatement(
        "select partition, from_offset, to_offset from replay_range where name = ?")) {
      select.setString(1, name.name());
      var ranges = new TreeMap<Integer, ReplayPlan.Range>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          ranges.put(rows.getInt(1), new ReplayPlan.Range(rows.getLong(2), rows.getLong(3)));
        }
      }
      return ranges;
    }
  }

  private Map<Integer, Long> next(ReplayName name) throws SQLException {
    var next = new HashMap<Integer, Long>();
    try (var statement = connection.createStatement()) {
      try (var there = statement.executeQuery(
          "select to_regclass('" + quoted(name) + ".ledger') is not null")) {
        there.next();
        if (!there.getBoolean(1)) {
          return next; // killed before its tables were made
        }
      }
      try (var rows = statement.executeQuery(
          "select partition, next_offset from " + quoted(name) + ".ledger")) {
        while (rows.next()) {
          next.put(rows.getInt(1), rows.getLong(2));
        }
      }
    }
    return next;
  }

  @Override
  public void complete(ReplayPlan plan) {
    session.<@Nullable Void>work("the replay cannot be completed", () -> {
      try (var statement = connection.createStatement();
          var mark = connection.prepareStatement("update replay set completed_at = now()"
              + " where name = ? and completed_at is null")) {
        statement.execute("update replay_range r set to_offset = next_offset from "
            + quoted(plan.name()) + ".ledger l where r.name = '" + plan.name()
            + "' and r.partition = l.partition and next_offset < to_offset");
        mark.setString(1, plan.name().name());
        mark.executeUpdate();
      }
      connection.commit();
      return null;
    });
  }

  @Override
  public ReplayDiff diff(ReplayPlan plan, int samples) {
    return session.work("the replay cannot be compared",
        () -> comparison.diff(plan.name(), samples));
  }

  @Override
  public Promotion promote(ReplayPlan plan, String reason, String by) {
    return session.work("the replay cannot be taken over", () -> {
      ToolLock.take(connection, ToolLock.PROMOTE + schema,
          "another promotion or an erasure is at work");
      var done = promotion.promote(plan, reason, by);
      connection.commit();
      return done;
    });
  }

  @Override
  public void drop(ReplayName name) {
    session.<@Nullable Void>work("the replay cannot be dropped", () -> {
      try (var statement = connection.createStatement();
          var delete = connection.prepareStatement("delete from replay where name = ?")) {
        statement.execute("drop schema if exists " + quoted(name) + " cascade");
        delete.setString(1, name.name());
        delete.executeUpdate();
      }
      connection.commit();
      return null;
    });
  }

  @Override
  public void close() {
    session.close();
  }

  static Map<String, Long> counts(Connection connection, String sql) throws SQLException {
    var counts = new LinkedHashMap<String, Long>();
    try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
    }
    return counts;
  }
}
