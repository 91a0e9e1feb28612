package io.epro.bench.keys;

import io.epro.bench.sample.SampleReports;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What people ask the table. {patient} is the variant's condition for one patient. */
enum Lookup {
  PATIENT("all of a patient", "select * from bench.report where {patient} order by reported_at"),
  WEEK("a patient's week", "select * from bench.report where {patient}"
      + " and reported_at >= ? and reported_at < ? order by reported_at"),
  NEWEST("newest of a patient", "select * from bench.report where {patient}"
      + " order by reported_at desc limit 1"),
  HIGHEST_ID("highest id of a patient", "select * from bench.report where {patient}"
      + " order by report_id desc limit 1"),
  ONE("one report", "select * from bench.report where {patient} and report_id = ?"),
  HOUR("an hour of all", "select * from bench.report where reported_at >= ? and reported_at < ?"),
  LAST_HOUR("the last hour", "select * from bench.report where reported_at >= ?"
      + " and reported_at < ?"),
  MONTH("days of a month", "select date_trunc('day', reported_at), count(*) from bench.report"
      + " where reported_at >= ? and reported_at < ? group by 1 order by 1");

  private static final long HOUR_MILLIS = 3_600_000;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  final String words;
  private final String sql;

  Lookup(String words, String sql) {
    this.words = words;
    this.sql = sql;
  }

  String sql(Variant variant) {
    return sql.replace("{patient}", variant.patient());
  }

  /** The index that should answer it. */
  @Nullable
  String index(Variant variant) {
    return switch (this) {
      case PATIENT, WEEK, NEWEST, HIGHEST_ID -> variant.byPatient();
      case ONE -> variant.byId();
      case HOUR, LAST_HOUR -> variant.byTime();
      case MONTH -> null; // may be a large part of the table
    };
  }

  /** Sets the arguments of the next question; the same random numbers ask the same. */
  void ask(PreparedStatement statement, Variant variant, Scope scope, SplittableRandom random)
      throws SQLException {
    int next = 1;
    if (sql.contains("{patient}")) {
      var known = scope.part().known().get(random.nextInt(scope.part().known().size()));
      String patient = this == ONE ? known.patient()
          : SampleReports.patient(random.nextInt(scope.patients()));
      for (long i = variant.patient().chars().filter(c -> c == '?').count(); i > 0; i--) {
        statement.setString(next++, patient);
      }
      if (this == ONE) {
        statement.setObject(next, known.id());
      }
    }
    long length = switch (this) {
      case HOUR, LAST_HOUR -> HOUR_MILLIS;
      case WEEK -> 7 * DAY_MILLIS;
      case MONTH -> 30 * DAY_MILLIS;
      case PATIENT, NEWEST, HIGHEST_ID, ONE -> 0;
    };
    if (length > 0) {
      long latest = scope.part().end() - length;
      long from = this == LAST_HOUR || latest <= SampleReports.FIRST_MILLIS ? latest
          : random.nextLong(SampleReports.FIRST_MILLIS, latest);
      statement.setTimestamp(next++, new Timestamp(from));
      statement.setTimestamp(next, new Timestamp(from + length));
    }
  }

  /** What there is to ask about: everything up to the end of this part. */
  record Scope(RowFiles.Part part, int patients) {}
}
