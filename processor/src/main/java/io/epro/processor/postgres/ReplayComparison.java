package io.epro.processor.postgres;

import io.epro.processor.replay.ReplayDiff;
import io.epro.processor.replay.ReplayName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reports as the live pipeline stored them beside those of a replay, by patient and id. Of the live ones
 * those count that stand within the replay's offsets, and those of which the replay has met a retry, wherever
 * the first stands.
 */
final class ReplayComparison {
  /** What a report says; when and from where it was stored is another matter. */
  static final List<String> CONTENT = List.of("reported_at", "heart_rate", "temperature",
      "symptoms",
      "medications", "unknown_drugs", "content_sha256");
  private static final String PLACE = "source_offset";

  private final Connection connection;

  ReplayComparison(Connection connection) {
    this.connection = connection;
  }

  /** A condition on {@code alias}: within the ranges and of the patients of the replay. */
  static String within(ReplayName name, String alias) {
    return "exists (select from replay_range r join replay p using (name) where r.name = '" + name
        + "' and r.partition = " + alias + ".source_partition and " + alias
        + ".source_offset >= r.from_offset and " + alias + ".source_offset < r.to_offset"
        + " and (p.patients = '{}' or " + alias + ".patient_id = any (p.patients)))";
  }

  /**
   * A query for all reports of either side: key, {@code kind} (identical, changed, added, removed), the rows
   * {@code old} and {@code new}, whether {@code old} stands within the ranges, and {@code d_…} for each column
   * in which they differ.
   */
  static String pairs(ReplayName name) {
    var table = PostgresReplays.quoted(name) + ".report";
    var differences = CONTENT.stream().map(column -> "(old.patient_id is not null and"
        + " new.patient_id is not null and old." + column + " is distinct from new." + column
        + ") as d_" + column).collect(Collectors.joining(", "));
    var differs = CONTENT.stream().map(column -> "d_" + column).collect(Collectors.joining(" or "));
    return "select *, case when not was then 'added' when not stays then 'removed' when " + differs
        + " or d_" + PLACE + " then 'changed' else 'identical' end as kind from (select"
        + " coalesce(old.patient_id, new.patient_id) as patient_id,"
        + " coalesce(old.report_id, new.report_id) as report_id,"
        + " old.patient_id is not null as was, new.patient_id is not null as stays,"
        + " coalesce(old.inside, false) as inside, to_jsonb(old) - 'inside' as old,"
        + " to_jsonb(new) as new, " + differences
        + ", coalesce(old.inside and (old.source_partition, old.source_offset) is distinct from"
        + " (new.source_partition, new.source_offset), false) and new.patient_id is not null as d_"
        + PLACE
        + " from (select report.*, true as inside from report where " + within(name, "report")
        + " union all select report.*, false from report join " + table
        + " again using (patient_id, report_id) where not " + within(name, "report")
        + ") old full join " + table
        + " new on new.patient_id = old.patient_id and new.report_id = old.report_id) both_sides";
  }

  ReplayDiff diff(ReplayName name, int samples) throws SQLException {
    var kinds = PostgresReplays.counts(connection,
        "select kind, count(*) from (" + pairs(name) + ") pair group by kind");
    var rejections = new TreeMap<>(PostgresReplays.counts(connection,
        "select reason ->> 'code', count(*) from " + PostgresReplays.quoted(name)
            + ".rejection, jsonb_array_elements(reasons) reason group by 1"));
    return new ReplayDiff(kinds.getOrDefault("identical", 0L), kinds.getOrDefault("changed", 0L),
        byColumn(name), kinds.getOrDefault("added", 0L), kinds.getOrDefault("removed", 0L),
        rejections, samples == 0 ? List.of() : samples(name, samples));
  }

  private Map<String, Long> byColumn(ReplayName name) throws SQLException {
    var columns = columns();
    var sums = columns.stream().map(column -> "count(*) filter (where d_" + column + ")")
        .collect(Collectors.joining(", "));
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select " + sums + " from (" + pairs(name)
            + ") pair where kind = 'changed'")) {
      row.next();
      var all = new TreeMap<String, Long>();
      for (int i = 0; i < columns.size(); i++) {
        if (row.getLong(i + 1) > 0) {
          all.put(columns.get(i), row.getLong(i + 1));
        }
      }
      return all;
    }
  }

  private static List<String> columns() {
    var columns = new ArrayList<>(CONTENT);
    columns.add(PLACE);
    return columns;
  }

  private List<ReplayDiff.Sample> samples(ReplayName name, int most) throws SQLException {
    var samples = new ArrayList<ReplayDiff.Sample>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from (select *, row_number() over (partition by"
            + " kind order by patient_id, report_id) as place from (" + pairs(name)
            + ") pair where kind <> 'identical') ranked where place <= " + most
            + " order by kind, place")) {
      while (rows.next()) {
        samples.add(sample(rows));
      }
    }
    return samples;
  }

  private ReplayDiff.Sample sample(ResultSet row) throws SQLException {
    var kind = ReplayDiff.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    var columns = new ArrayList<String>();
    var values = new TreeMap<String, List<String>>();
    for (var column : columns()) {
      if (kind == ReplayDiff.Kind.CHANGED && row.getBoolean("d_" + column)) {
        columns.add(column);
        values.put(column, List.of(value(row, "old", column), value(row, "new", column)));
      }
    }
    return new ReplayDiff.Sample(kind, row.getString("patient_id"), row.getString("report_id"),
        columns, values);
  }

  private String value(ResultSet row, String side, String column) throws SQLException {
    try (var select = connection.prepareStatement("select ?::jsonb ->> ?")) {
      select.setString(1, row.getString(side));
      select.setString(2, column);
      try (var found = select.executeQuery()) {
        found.next();
        return String.valueOf(found.getString(1));
      }
    }
  }
}
