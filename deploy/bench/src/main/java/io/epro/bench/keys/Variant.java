package io.epro.bench.keys;

import io.epro.bench.sample.SampleReports;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One way of having the table.
 *
 * @param ddl after which the empty table {@code bench.report} is there
 * @param recast what its rows need to fit
 * @param patient the condition that finds a patient; each ? is the patient's id
 * @param byPatient the index that should answer for one patient; null where there is none
 * @param byId the same for one report
 * @param byTime the same for a range of time over all patients
 */
record Variant(String name, List<String> ddl, Recast recast, String patient,
    @Nullable String byPatient, @Nullable String byId, @Nullable String byTime) {
  static final String SHIPPED = "shipped";

  private static final String LIKE = "create table bench.report (like epro.report including defaults)";
  private static final String KEY = "alter table bench.report add primary key ";
  private static final String PATIENT_AND_ID = KEY + "(patient_id, report_id)";
  private static final String BRIN = "create index by_time on bench.report using brin (reported_at)";
  private static final String PKEY = "report_pkey";
  private static final String BY_PATIENT = "by_patient";
  private static final String BY_TIME = "by_time";
  private static final String PLAIN = "patient_id = ?";
  private static final String HASHED = "hashtext(patient_id) = hashtext(?) and patient_id = ?";
  private static final int MONTHS = 60;
  private static final int PARTS = 8;
  /** The fixed columns first, by their width, so that nothing is padded. */
  private static final String BY_WIDTH = "create table bench.report (reported_at timestamptz not null,"
      + " received_at timestamptz not null, stored_at timestamptz not null default now(),"
      + " source_offset bigint not null, source_partition integer not null,"
      + " unknown_drugs smallint not null, report_id uuid not null, patient_id text not null,"
      + " content_sha256 bytea not null, heart_rate smallint, temperature double precision,"
      + " symptoms text[], medications jsonb, trace_id uuid)";

  static List<Variant> all() {
    return List.of(
        new Variant(SHIPPED, List.of(
            "create table bench.report (like epro.report including all)"), Recast.NOTHING, PLAIN,
            PKEY, PKEY, "report_reported_at_idx"),
        with("patient+id", null, PATIENT_AND_ID),
        with("patient+id, BRIN", BY_TIME, PATIENT_AND_ID, BRIN),
        with("patient+id, BRIN multi", BY_TIME, PATIENT_AND_ID, "create index by_time on"
            + " bench.report using brin (reported_at timestamptz_minmax_multi_ops)"),
        with("patient+id, B-tree on time", BY_TIME, PATIENT_AND_ID,
            "create index by_time on bench.report (reported_at)"),
        with("patient+id, ICU collation", null,
            "alter table bench.report alter patient_id type text collate \"en-x-icu\"",
            PATIENT_AND_ID),
        with("patient+id, sorted batches", null, PATIENT_AND_ID)
            .recast(Recast.SORTED_BY_PATIENT),
        parted("patient+id, a part a month", "range (report_id)", monthParts()),
        parted("patient+id, 8 parts by patient", "hash (patient_id)", patientParts()),
        new Variant("hashtext(patient)+id", List.of(LIKE, "create unique index by_patient on"
            + " bench.report (hashtext(patient_id), report_id)"), Recast.NOTHING, HASHED,
            BY_PATIENT, BY_PATIENT, null),
        byId("id", null),
        byId("id, patient+time", "(patient_id, reported_at)"),
        byId("id, patient", "(patient_id)"),
        byId("id, hash of patient", "using hash (patient_id)"),
        byId("id, hashtext(patient)", "(hashtext(patient_id))").patient(HASHED),
        byId("id, GIN of patient", "using gin (patient_id)")
            .first("create extension if not exists btree_gin schema public"),
        byId("id, BRIN bloom of patient", "using brin (patient_id text_bloom_ops)"),
        new Variant("no index", List.of(LIKE), Recast.NOTHING, PLAIN, null, null, null),
        new Variant("columns by width", List.of(BY_WIDTH, PATIENT_AND_ID), Recast.NOTHING, PLAIN,
            PKEY, PKEY, null),
        with("medications json", null,
            "alter table bench.report alter medications type json", PATIENT_AND_ID)
            .recast(Recast.MEDICATIONS_AS_TEXT),
        with("medications text", null,
            "alter table bench.report alter medications type text", PATIENT_AND_ID)
            .recast(Recast.MEDICATIONS_AS_TEXT),
        with("medications null", null, PATIENT_AND_ID).recast(Recast.MEDICATIONS_NULL),
        with("symptoms null", null, PATIENT_AND_ID).recast(Recast.SYMPTOMS_NULL));
  }

  /** With the key (patient_id, report_id). */
  private static Variant with(String name, @Nullable String byTime, String... ddl) {
    return new Variant(name, plus(ddl), Recast.NOTHING, PLAIN, PKEY, PKEY, byTime);
  }

  /** As shipped, in parts, whose indexes have its indexes' names with their own before them. */
  private static Variant parted(String name, String by, List<String> parts) {
    var ddl = new ArrayList<>(List.of(LIKE + " partition by " + by, PATIENT_AND_ID,
        "create index report_reported_at_idx on bench.report using brin (reported_at)"));
    ddl.addAll(parts);
    return new Variant(name, ddl, Recast.NOTHING, PLAIN, PKEY, PKEY, "report_reported_at_idx");
  }

  /** By the ids, which begin with the report's time: so the key may stay as it is, and reach into one part only. */
  private static List<String> monthParts() {
    var first = Instant.ofEpochMilli(SampleReports.FIRST_MILLIS).atZone(ZoneOffset.UTC);
    return IntStream.range(0, MONTHS).mapToObj(month -> String.format(Locale.ROOT,
        "create table bench.m%d_report partition of bench.report for values from ('%s') to ('%s')",
        month, firstId(first.plusMonths(month)), firstId(first.plusMonths(month + 1L)))).toList();
  }

  private static UUID firstId(ZonedDateTime moment) {
    return new UUID(moment.toInstant().toEpochMilli() << Short.SIZE, 0);
  }

  private static List<String> patientParts() {
    return IntStream.range(0, PARTS).mapToObj(part -> String.format(Locale.ROOT,
        "create table bench.p%d_report partition of bench.report for values with"
            + " (modulus %d, remainder %d)",
        part, PARTS, part)).toList();
  }

  /** With the key report_id, and an index for patients if there is to be one. */
  private static Variant byId(String name, @Nullable String index) {
    String key = KEY + "(report_id)";
    return index == null
        ? new Variant(name, plus(key), Recast.NOTHING, PLAIN, null, PKEY, null)
        : new Variant(name, plus(key, "create index by_patient on bench.report " + index),
            Recast.NOTHING, PLAIN, BY_PATIENT, PKEY, null);
  }

  private static List<String> plus(String... ddl) {
    var all = new ArrayList<>(List.of(LIKE));
    all.addAll(List.of(ddl));
    return List.copyOf(all);
  }

  private Variant first(String statement) {
    var all = new ArrayList<>(List.of(statement));
    all.addAll(ddl);
    return new Variant(name, all, recast, patient, byPatient, byId, byTime);
  }

  private Variant recast(Recast other) {
    return new Variant(name, ddl, other, patient, byPatient, byId, byTime);
  }

  private Variant patient(String condition) {
    return new Variant(name, ddl, recast, condition, byPatient, byId, byTime);
  }
}
