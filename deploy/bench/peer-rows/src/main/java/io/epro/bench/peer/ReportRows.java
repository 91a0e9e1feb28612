package io.epro.bench.peer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes rows. The checks are those of the everyday peer, {@code spring-consumer}. Thread-safe. */
public final class ReportRows {
  private static final Pattern PATIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final long DAY_MILLIS = 86_400_000;

  private final Drugs drugs;
  private final JsonMapper json = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** @param drugs the dictionary's file */
  public ReportRows(Path drugs) throws IOException {
    this.drugs = new Drugs(drugs);
  }

  /**
   * Of one record.
   *
   * @throws IOException if the body is no report
   * @throws IllegalArgumentException if the report is invalid
   */
  public ReportRow row(RawReport raw) throws IOException {
    var report = json.readValue(raw.body(), Report.class);
    long receivedAt = ByteBuffer.wrap(raw.receivedAt()).getLong();
    check(report, receivedAt);
    var id = ByteBuffer.wrap(raw.id());
    var medications = enriched(report.medications());
    var vitals = report.vitals();
    var symptoms = report.symptoms();
    return new ReportRow(report.patientId(), id.getLong(), id.getLong(), report.timestamp(),
        vitals == null ? null : vitals.heartRate(), vitals == null ? null : vitals.temp(),
        symptoms == null ? null : symptoms.toArray(String[]::new),
        medications == null ? null : json.writeValueAsString(medications),
        medications == null ? 0 : (int) medications.stream().filter(one -> !one.known()).count(),
        receivedAt, raw.partition(), raw.offset(), sha256(raw.body()));
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

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
