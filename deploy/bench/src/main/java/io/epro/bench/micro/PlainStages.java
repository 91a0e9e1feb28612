package io.epro.bench.micro;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.drug.Drug;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stages as one writes them first: databind into records, rules over them, a map of drugs, databind
 * again for the medications, and the values that an INSERT would be given, as bytes.
 */
final class PlainStages {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private final Map<String, Drug> drugs;

  record Report(String patientId, long timestamp, @Nullable Vitals vitals,
      @Nullable List<String> symptoms, @Nullable List<Medication> medications) {}

  record Vitals(@Nullable Integer heartRate, @Nullable Double temp) {}

  record Medication(String drugId, BigDecimal doseMg) {}

  PlainStages(Map<String, Drug> drugs) {
    this.drugs = drugs;
  }

  byte[] row(byte[] body) throws IOException {
    var report = JSON.readValue(body, Report.class);
    if (!isGood(report)) {
      throw new IllegalStateException("an invalid report");
    }
    var bytes = new ByteArrayOutputStream();
    var row = new DataOutputStream(bytes);
    row.writeUTF(report.patientId());
    row.writeLong(report.timestamp());
    if (report.vitals() != null && report.vitals().heartRate() != null
        && report.vitals().temp() != null) {
      row.writeShort(report.vitals().heartRate());
      row.writeDouble(report.vitals().temp());
    }
    if (report.symptoms() != null) {
      for (String symptom : report.symptoms()) {
        row.write(symptom.getBytes(StandardCharsets.UTF_8));
      }
    }
    if (report.medications() != null) {
      row.write(JSON.writeValueAsBytes(enriched(report.medications())));
    }
    return bytes.toByteArray();
  }

  private static boolean isGood(Report report) {
    var vitals = report.vitals();
    return !report.patientId().isEmpty()
        && (vitals == null || vitals.heartRate() == null
            || (vitals.heartRate() >= 20 && vitals.heartRate() <= 300))
        && (vitals == null || vitals.temp() == null
            || (vitals.temp() >= 30 && vitals.temp() <= 45))
        && (report.symptoms() == null
            || report.symptoms().stream().allMatch(s -> !s.isEmpty() && s.length() <= 200))
        && (report.medications() == null
            || report.medications().stream().allMatch(m -> m.doseMg().signum() > 0));
  }

  private List<Map<String, Object>> enriched(List<Medication> medications) {
    var all = new ArrayList<Map<String, Object>>();
    for (var medication : medications) {
      var one = new LinkedHashMap<String, Object>();
      one.put("drugId", medication.drugId());
      one.put("doseMg", medication.doseMg());
      var drug = drugs.get(medication.drugId());
      one.put("known", drug != null);
      if (drug != null) {
        one.put("name", drug.name());
      }
      all.add(one);
    }
    return all;
  }
}
