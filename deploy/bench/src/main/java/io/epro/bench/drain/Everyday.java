package io.epro.bench.drain;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.bench.sample.SampleDictionary;
import io.epro.drug.Drug;
import io.epro.topics.ReportHeaders;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The peer, in a process of its own: what a good developer writes in an afternoon. A consumer for each
 * thread, databind into records, a ConcurrentHashMap of drugs, and batched INSERTs that pgjdbc
 * rewrites to many rows a statement; the offsets are committed after the rows. It keeps no ledger and
 * tells no duplicate from a conflict; its rows are the same, column by column.
 */
public final class Everyday {
  private static final String INSERT = "insert into epro.report (patient_id, report_id,"
      + " reported_at, heart_rate, temperature, symptoms, medications, unknown_drugs, received_at,"
      + " source_partition, source_offset, content_sha256)"
      + " values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?) on conflict do nothing";
  private static final ObjectMapper JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private static final Pattern PATIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private final Map<String, Drug> drugs;
  private final Connection connection;
  private final PreparedStatement insert;

  record Report(String patientId, long timestamp, @Nullable Vitals vitals,
      @Nullable List<String> symptoms, @Nullable List<Medication> medications) {}

  record Vitals(@Nullable Integer heartRate, @Nullable Double temp) {}

  record Medication(String drugId, BigDecimal doseMg) {}

  private Everyday(Map<String, Drug> drugs, Connection connection, PreparedStatement insert) {
    this.drugs = drugs;
    this.connection = connection;
    this.insert = insert;
  }

  /** Arguments: as in {@link Child}. */
  public static void main(String[] arguments) throws InterruptedException {
    var child = Child.of(arguments);
    var drugs = new ConcurrentHashMap<String, Drug>();
    SampleDictionary.drugs().forEach(drug -> drugs.put(drug.drugId(), drug));
    child.run(number -> drain(child, number, drugs));
  }

  private static void drain(Child child, int number, Map<String, Drug> drugs)
      throws IOException, SQLException {
    try (var lane = new Lane(child.bootstrapServers(), child.group(), number, child.threads());
        var connection = child.connect();
        var insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      var consumer = new Everyday(drugs, connection, insert);
      while (!lane.atEnd()) {
        for (var record : lane.poll()) {
          consumer.add(record);
        }
        insert.executeBatch();
        connection.commit();
        lane.commit();
      }
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) throws IOException, SQLException {
    var report = JSON.readValue(record.value(), Report.class);
    long receivedAt = ReportHeaders.receivedAt(record.headers()).orElseThrow();
    check(report, receivedAt);
    var medications = enriched(report.medications());
    insert.setString(1, report.patientId());
    insert.setObject(2, ReportHeaders.reportId(record.headers()).orElseThrow());
    insert.setTimestamp(3, new Timestamp(report.timestamp()));
    var vitals = report.vitals();
    insert.setObject(4, vitals == null ? null : vitals.heartRate(), Types.SMALLINT);
    insert.setObject(5, vitals == null ? null : vitals.temp(), Types.DOUBLE);
    insert.setArray(6, report.symptoms() == null ? null
        : connection.createArrayOf("text", report.symptoms().toArray()));
    insert.setString(7, medications == null ? null : JSON.writeValueAsString(medications));
    insert.setInt(8, medications == null ? 0
        : (int) medications.stream().filter(m -> Boolean.FALSE.equals(m.get("known"))).count());
    insert.setTimestamp(9, new Timestamp(receivedAt));
    insert.setInt(10, record.partition());
    insert.setLong(11, record.offset());
    insert.setBytes(12, Backlog.sha256(record.value()));
    insert.addBatch();
  }

  private static void check(Report report, long receivedAt) {
    var vitals = report.vitals();
    boolean good = PATIENT_ID.matcher(report.patientId()).matches()
        && report.timestamp() < receivedAt + 86_400_000
        && (vitals == null || vitals.heartRate() == null
            || (vitals.heartRate() >= 20 && vitals.heartRate() <= 300))
        && (vitals == null || vitals.temp() == null
            || (vitals.temp() >= 30 && vitals.temp() <= 45))
        && (report.symptoms() == null
            || report.symptoms().stream().allMatch(s -> !s.isEmpty() && s.length() <= 200))
        && (report.medications() == null
            || report.medications().stream().allMatch(m -> m.doseMg().signum() > 0));
    if (!good) {
      throw new IllegalStateException("the backlog holds an invalid report");
    }
  }

  private @Nullable List<Map<String, @Nullable Object>> enriched(
      @Nullable List<Medication> medications) {
    if (medications == null) {
      return null;
    }
    var all = new ArrayList<Map<String, @Nullable Object>>();
    for (var medication : medications) {
      var one = new LinkedHashMap<String, @Nullable Object>();
      one.put("drugId", medication.drugId());
      one.put("doseMg", medication.doseMg());
      var drug = drugs.get(medication.drugId());
      one.put("known", drug != null);
      if (drug != null) {
        one.put("name", drug.name());
        one.put("atc", drug.atc());
      }
      all.add(one);
    }
    return all;
  }
}
