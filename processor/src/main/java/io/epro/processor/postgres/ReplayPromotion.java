package io.epro.processor.postgres;

import io.epro.processor.replay.ReplayName;
import io.epro.processor.replay.ReplayPlan;
import io.epro.processor.replay.ReplayUnfit;
import io.epro.processor.replay.Replays.Promotion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Takes a replay's results over into the live tables, within the caller's transaction. First it is written down
 * what changes, with the rows that stand there now; then just that is done; then the live books are set right
 * by how many rows each partition has more or fewer than before. The books' rows, for which the pipeline
 * would wait, are locked last of all.
 */
final class ReplayPromotion {
  /** Of a replay's row: one by an earlier build has no such column. */
  private static final String TRACE = "(to_jsonb(n) ->> 'trace_id')::uuid";

  private final Connection connection;
  private final String pipeline;
  private final String topic;

  ReplayPromotion(Connection connection, String pipeline, String topic) {
    this.connection = connection;
    this.pipeline = pipeline;
    this.topic = topic;
  }

  Promotion promote(ReplayPlan plan, String reason, String by) throws SQLException {
    refuseUnfit(plan);
    long id = begin(plan, reason, by);
    keepReports(plan.name(), id);
    keepRejections(plan.name(), id);
    var books = new PromotedBooks(connection, plan.name(), pipeline, topic);
    books.before(id);
    var counts = PostgresReplays.counts(connection,
        "select kind, count(*) from promotion_report where promotion = " + id + " group by kind");
    changeReports(plan.name(), id);
    long changedRejections = changeRejections(plan.name(), id);
    var promotion = new Promotion(counts.getOrDefault("changed", 0L),
        counts.getOrDefault("added", 0L), counts.getOrDefault("removed", 0L), changedRejections);
    end(plan.name(), id, promotion, reason, by);
    books.setRight();
    return promotion;
  }

  private void refuseUnfit(ReplayPlan plan) throws SQLException {
    try (var select = connection.prepareStatement("select completed_at is not null,"
        + " promoted_at is not null from replay where name = ? for update")) {
      select.setString(1, plan.name().name());
      try (var row = select.executeQuery()) {
        if (!row.next() || !row.getBoolean(1)) {
          throw new ReplayUnfit("the replay " + plan.name()
              + " is not complete: run it to its end first");
        }
        if (row.getBoolean(2)) {
          throw new ReplayUnfit("the replay " + plan.name() + " was taken over already");
        }
      }
    }
    var behind = PostgresReplays.counts(connection, "select r.partition::text, r.to_offset"
        + " from replay_range r left join ledger l on l.partition = r.partition and l.pipeline = "
        + literal(pipeline) + " and l.topic = " + literal(topic) + " where r.name = '" + plan.name()
        + "' and r.to_offset > r.from_offset"
        + " and coalesce(l.next_offset, 0) < r.to_offset");
    if (!behind.isEmpty()) {
      throw new ReplayUnfit("the live pipeline has not processed partitions "
          + behind.keySet() + " as far as the replay: wait for it");
    }
  }

  private long begin(ReplayPlan plan, String reason, String by) throws SQLException {
    try (var insert = connection.prepareStatement("insert into promotion (replay, topic_id, by,"
        + " reason, changed, added, removed) values (?, ?, ?, ?, 0, 0, 0) returning id")) {
      insert.setString(1, plan.name().name());
      insert.setString(2, plan.topicId());
      insert.setString(3, by);
      insert.setString(4, reason);
      try (var row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private void keepReports(ReplayName name, long id) throws SQLException {
    execute(
        "insert into promotion_report select " + id + ", kind, patient_id, report_id, old from ("
            + ReplayComparison.pairs(name) + ") pair where kind <> 'identical'");
  }

  private void changeReports(ReplayName name, long id) throws SQLException {
    var table = PostgresReplays.quoted(name) + ".report";
    var mine = " c.promotion = " + id + " and c.patient_id = t.patient_id"
        + " and c.report_id = t.report_id";
    var inside = ReplayComparison.within(name, "t");
    execute("update report t set " + ReplayComparison.CONTENT.stream()
        .map(column -> column + " = n." + column).collect(Collectors.joining(", "))
        + ", source_partition = case when " + inside
        + " then n.source_partition else t.source_partition end, source_offset = case when "
        + inside
        + " then n.source_offset else t.source_offset end, received_at = case when " + inside
        + " then n.received_at else t.received_at end, trace_id = case when " + inside
        + " then " + TRACE + " else t.trace_id end from promotion_report c join " + table
        + " n on n.patient_id = c.patient_id and n.report_id = c.report_id where c.kind = 'changed' and"
        + mine);
    execute("delete from report t using promotion_report c where c.kind = 'removed' and" + mine);
    execute("insert into report select t.* from " + table + " t join promotion_report c on"
        + " c.kind = 'added' and" + mine);
  }

  private void keepRejections(ReplayName name, long id) throws SQLException {
    execute("insert into promotion_rejection select " + id + ", " + literal(topic)
        + ", coalesce(old.source_partition, new.source_partition),"
        + " coalesce(old.source_offset, new.source_offset), to_jsonb(old) from (select * from"
        + " rejection t where source_topic = " + literal(topic) + " and "
        + ReplayComparison.within(name, "t") + ") old full join " + PostgresReplays.quoted(name)
        + ".rejection new on new.source_partition = old.source_partition"
        + " and new.source_offset = old.source_offset where old.reasons is distinct from new.reasons");
  }

  private long changeRejections(ReplayName name, long id) throws SQLException {
    var table = PostgresReplays.quoted(name) + ".rejection";
    var mine = " c.promotion = " + id + " and c.source_topic = t.source_topic and"
        + " c.source_partition = t.source_partition and c.source_offset = t.source_offset";
    long changed = execute("update rejection t set reasons = n.reasons from promotion_rejection c"
        + " join " + table + " n using (source_topic, source_partition, source_offset) where"
        + mine);
    changed += execute("delete from rejection t using promotion_rejection c where" + mine
        + " and not exists (select from " + table
        + " n where n.source_partition = t.source_partition"
        + " and n.source_offset = t.source_offset)");
    return changed + execute("insert into rejection select t.* from " + table
        + " t join promotion_rejection c on c.before is null and" + mine);
  }

  private void end(ReplayName name, long id, Promotion done, String reason, String by)
      throws SQLException {
    execute("update promotion set changed = " + done.changed() + ", added = " + done.added()
        + ", removed = " + done.removed() + " where id = " + id);
    try (var mark = connection.prepareStatement("update replay set promoted_at = now(),"
        + " promoted_by = ?, promoted_for = ? where name = ?")) {
      mark.setString(1, by);
      mark.setString(2, reason);
      mark.setString(3, name.name());
      mark.executeUpdate();
    }
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private long execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }
}
