package io.epro.processor.postgres;

import io.epro.processor.replay.ReplayName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Sets the live books right for what a promotion changes: by how many rows each partition has more or fewer
 * than before. The same offsets are accounted for, so what is more as stored or rejected is less as duplicate.
 *
 * <p>But for rows that the tables had lost (a restore of some tables alone, a slip of the hand): these the books
 * count already, and giving them back must not count them again. Such is a report that is added where the live
 * tables had no rejection, and a rejection that is added where they had neither a row nor another record of
 * the same report, of which it could have been a duplicate.
 */
final class PromotedBooks {
  private final Connection connection;
  private final ReplayName name;
  private final String pipeline;
  private final String topic;
  private final Map<Integer, Long> moreReports = new HashMap<>();
  private final Map<Integer, Long> moreRejections = new HashMap<>();

  PromotedBooks(Connection connection, ReplayName name, String pipeline, String topic) {
    this.connection = connection;
    this.name = name;
    this.pipeline = pipeline;
    this.topic = topic;
  }

  /**
   * Looks before anything is changed.
   *
   * @param promotion in which it is written down already what will be
   */
  void before(long promotion) throws SQLException {
    var tables = PostgresReplays.quoted(name);
    subtract(moreReports, reports());
    subtract(moreRejections, rejections());
    subtract(moreReports, counts("select n.source_partition::text, count(*) from promotion_report c"
        + " join " + tables + ".report n on n.patient_id = c.patient_id"
        + " and n.report_id = c.report_id where c.promotion = " + promotion
        + " and c.kind = 'added' and not exists (select from promotion_rejection r"
        + " where r.promotion = c.promotion and r.source_partition = n.source_partition"
        + " and r.source_offset = n.source_offset and r.before is not null) group by 1"));
    subtract(moreRejections, counts("select n.source_partition::text, count(*)"
        + " from promotion_rejection c join " + tables + ".rejection n"
        + " using (source_topic, source_partition, source_offset) where c.promotion = " + promotion
        + " and c.before is null and not exists (select from report old"
        + " where old.source_partition = n.source_partition"
        + " and old.source_offset = n.source_offset) and not exists (select from report old"
        + " where old.patient_id = n.patient_id and old.report_id = n.report_id) group by 1"));
  }

  /** When all is changed. */
  void setRight() throws SQLException {
    add(moreReports, reports());
    add(moreRejections, rejections());
    var partitions = new TreeSet<>(moreReports.keySet());
    partitions.addAll(moreRejections.keySet());
    try (var update = connection.prepareStatement("update ledger set stored = stored + ?,"
        + " rejected = rejected + ?, duplicate = duplicate - ?"
        + " where pipeline = ? and topic = ? and partition = ?")) {
      for (int partition : partitions) {
        long stored = moreReports.getOrDefault(partition, 0L);
        long rejected = moreRejections.getOrDefault(partition, 0L);
        update.setLong(1, stored);
        update.setLong(2, rejected);
        update.setLong(3, stored + rejected);
        update.setString(4, pipeline);
        update.setString(5, topic);
        update.setInt(6, partition);
        if (update.executeUpdate() != 1) {
          throw new IllegalStateException("partition " + partition + " has no books");
        }
      }
    }
  }

  private Map<Integer, Long> reports() throws SQLException {
    return within("report", "true");
  }

  private Map<Integer, Long> rejections() throws SQLException {
    return within("rejection", "source_topic = " + ReplayPromotion.literal(topic));
  }

  /** By partition, what stands within the replay's offsets. */
  private Map<Integer, Long> within(String table, String condition) throws SQLException {
    return counts("select source_partition::text, count(*) from " + table + " t where " + condition
        + " and " + ReplayComparison.within(name, "t") + " group by 1");
  }

  private Map<Integer, Long> counts(String sql) throws SQLException {
    var counts = new HashMap<Integer, Long>();
    PostgresReplays.counts(connection, sql)
        .forEach((partition, count) -> counts.put(Integer.valueOf(partition), count));
    return counts;
  }

  private static void add(Map<Integer, Long> to, Map<Integer, Long> counts) {
    counts.forEach((partition, count) -> to.merge(partition, count, Long::sum));
  }

  private static void subtract(Map<Integer, Long> from, Map<Integer, Long> counts) {
    counts.forEach((partition, count) -> from.merge(partition, -count, Long::sum));
  }
}
