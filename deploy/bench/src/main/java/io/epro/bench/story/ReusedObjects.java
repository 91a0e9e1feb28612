package io.epro.bench.story;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Slices;
import io.epro.processor.validate.Verdict;
import io.epro.report.ReportId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parser, report, row and text are made once for each worker and used again, as the article does with a
 * {@code sync.Pool}: the parser is the pipeline's own. What is left are the strings that JDBC wants. Confined
 * to one thread.
 */
final class ReusedObjects implements Making {
  private static final Rules RULES = Rules
      .from(Settings.load(ProcessorSettings.class, Map.of()).rules());

  private final ReportValidator validator = new ReportValidator(RULES);
  private final ReportRow row = new ReportRow();
  private final StringBuilder text = new StringBuilder(1024);

  @Override
  public @Nullable ReportRow make(byte[] body, long receivedAt, DrugCache drugs) {
    return switch (validator.validate(body, receivedAt)) {
      case Verdict.Valid(var report) -> filled(report, body, receivedAt, drugs);
      case Verdict.Invalid _ -> null;
    };
  }

  private ReportRow filled(Report report, byte[] body, long receivedAt, DrugCache drugs) {
    row.patientId = report.patientId();
    row.reportId = ReportId.ofBody(row.patientId, body, report.timestamp());
    row.reportedAt = report.timestamp();
    row.receivedAt = receivedAt;
    row.heartRate = report.hasHeartRate() ? (Integer) report.heartRate() : null;
    row.temperature = report.hasTemperature() ? (Double) report.temperature() : null;
    row.symptoms = report.hasSymptoms() ? symptoms(report) : null;
    row.unknownDrugs = 0;
    row.medications = report.hasMedications() ? medications(report, drugs) : null;
    return row;
  }

  private String symptoms(Report report) {
    text.setLength(0);
    text.append('{');
    for (int i = 0; i < report.symptoms().size(); i++) {
      text.append(i == 0 ? "\"" : ",\"");
      var symptom = string(report, report.symptoms(), i);
      for (int at = 0; at < symptom.length(); at++) {
        char c = symptom.charAt(at);
        if (c == '"' || c == '\\') {
          text.append('\\');
        }
        text.append(c);
      }
      text.append('"');
    }
    return text.append('}').toString();
  }

  private String medications(Report report, DrugCache drugs) {
    text.setLength(0);
    text.append('[');
    for (int i = 0; i < report.drugIds().size(); i++) {
      var drugId = string(report, report.drugIds(), i);
      var drug = drugs.find(drugId);
      text.append(i == 0 ? "{\"drugId\":\"" : ",{\"drugId\":\"");
      JsonStringEncoder.getInstance().quoteAsString(drugId, text);
      text.append("\",\"doseMg\":");
      number(report, i);
      text.append(',').append(drug.json()).append('}');
      row.unknownDrugs += drug.known() ? 0 : 1;
    }
    return text.append(']').toString();
  }

  /** A number is ASCII as it was written. */
  private void number(Report report, int medication) {
    for (int at = report.doses().from(medication); at < report.doses().to(medication); at++) {
      text.append((char) report.text()[at]);
    }
  }

  private static String string(Report report, Slices slices, int index) {
    return new String(report.text(), slices.from(index), slices.to(index) - slices.from(index),
        StandardCharsets.UTF_8);
  }
}
