package io.epro.bench.spring.consumer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** A poll's records become one batch; Spring commits their offsets when it is stored. */
@Component
class ReportListener {
  private static final Pattern PATIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final long DAY_MILLIS = 86_400_000;

  private final ReportTable table;
  private final Drugs drugs;
  private final ObjectMapper json;

  ReportListener(ReportTable table, Drugs drugs, ObjectMapper json) {
    this.table = table;
    this.drugs = drugs;
    this.json = json;
  }

  @KafkaListener(topics = "${reports.topic}", batch = "true")
  void receive(List<ConsumerRecord<byte[], byte[]>> records) {
    table.store(records.stream().map(this::row).toList());
  }

  private Row row(ConsumerRecord<byte[], byte[]> record) {
    var report = json.readValue(record.value(), Report.class);
    long receivedAt = header(record, "received-at").getLong();
    check(report, receivedAt);
    var id = header(record, "report-id");
    var medications = enriched(report.medications());
    return new Row(new UUID(id.getLong(), id.getLong()), report,
        medications == null ? null : json.writeValueAsString(medications),
        medications == null ? 0 : (int) medications.stream().filter(one -> !one.known()).count(),
        receivedAt, record.partition(), record.offset(), sha256(record.value()));
  }

  private @Nullable List<StoredMedication> enriched(
      @Nullable List<Report.Medication> medications) {
    return medications == null ? null : medications.stream().map(one -> {
      var drug = drugs.find(one.drugId());
      return drug == null ? new StoredMedication(one.drugId(), one.doseMg(), false, null, null)
          : new StoredMedication(one.drugId(), one.doseMg(), true, drug.name(), drug.atc());
    }).toList();
  }

  private static void check(Report report, long receivedAt) {
    var vitals = report.vitals();
    boolean good = PATIENT_ID.matcher(report.patientId()).matches()
        && report.timestamp() < receivedAt + DAY_MILLIS
        && (vitals == null || vitals.heartRate() == null
            || (vitals.heartRate() >= 20 && vitals.heartRate() <= 300))
        && (vitals == null || vitals.temp() == null
            || (vitals.temp() >= 30 && vitals.temp() <= 45))
        && (report.symptoms() == null
            || report.symptoms().stream().allMatch(s -> !s.isEmpty() && s.length() <= 200))
        && (report.medications() == null
            || report.medications().stream().allMatch(m -> m.doseMg().signum() > 0));
    if (!good) {
      throw new IllegalArgumentException("an invalid report");
    }
  }

  private static ByteBuffer header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException("a record without the header " + name);
    }
    return ByteBuffer.wrap(header.value());
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
