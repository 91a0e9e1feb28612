package io.epro.bench.story;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.report.ReportId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * As one writes it first: databind into new objects, new maps for the answer, and new buffers for each
 * report, which is what Go's {@code json.Unmarshal} does (Jackson would keep its buffers if it were let).
 * Thread-safe.
 */
final class FreshObjects implements Making {
  private static final ObjectMapper JSON = JsonMapper.builder(
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build())
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();
  private static final Pattern PATIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final long DAY_MILLIS = 86_400_000;

  private record Report(@Nullable String patientId, long timestamp, @Nullable Vitals vitals,
      @Nullable List<String> symptoms, @Nullable List<Medication> medications) {}

  private record Vitals(@Nullable Integer heartRate, @Nullable Double temp) {}

  private record Medication(String drugId, BigDecimal doseMg) {}

  @Override
  public @Nullable ReportRow make(byte[] body, long receivedAt, DrugCache drugs)
      throws IOException {
    var report = JSON.readValue(body, Report.class);
    var patient = report.patientId();
    if (patient == null || !isGood(report, patient, receivedAt)) {
      return null;
    }
    var row = new ReportRow();
    row.patientId = patient;
    row.reportId = ReportId.ofBody(patient, body, report.timestamp());
    row.reportedAt = report.timestamp();
    row.receivedAt = receivedAt;
    var vitals = report.vitals();
    if (vitals != null) {
      row.heartRate = vitals.heartRate();
      row.temperature = vitals.temp();
    }
    if (report.symptoms() != null) {
      row.symptoms = report.symptoms().stream().map(FreshObjects::quoted)
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (report.medications() != null) {
      medications(report.medications(), drugs, row);
    }
    return row;
  }

  private static void medications(List<Medication> medications, DrugCache drugs, ReportRow row)
      throws IOException {
    var all = new ArrayList<Map<String, Object>>();
    for (var medication : medications) {
      var drug = drugs.find(medication.drugId());
      var one = new LinkedHashMap<String, Object>();
      one.put("drugId", medication.drugId());
      one.put("doseMg", medication.doseMg());
      one.put("known", drug.known());
      if (drug.known()) {
        one.put("name", drug.name());
        one.put("atc", drug.atc());
      } else {
        row.unknownDrugs++;
      }
      all.add(one);
    }
    row.medications = JSON.writeValueAsString(all);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isGood(Report report, String patient, long receivedAt) {
    var vitals = report.vitals();
    return PATIENT_ID.matcher(patient).matches()
        && report.timestamp() < receivedAt + DAY_MILLIS
        && (vitals == null || vitals.heartRate() == null
            || (vitals.heartRate() >= 20 && vitals.heartRate() <= 300))
        && (vitals == null || vitals.temp() == null
            || (vitals.temp() >= 30 && vitals.temp() <= 45))
        && (report.symptoms() == null
            || report.symptoms().stream().allMatch(s -> !s.isEmpty() && s.length() <= 200))
        && (report.medications() == null
            || report.medications().stream().allMatch(m -> m.doseMg().signum() > 0));
  }
}
