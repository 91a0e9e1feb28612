package io.epro.processor.validate;

import static io.epro.processor.validate.ViolationCode.BAD_FORMAT;
import static io.epro.processor.validate.ViolationCode.DUPLICATE_KEY;
import static io.epro.processor.validate.ViolationCode.MISSING_FIELD;
import static io.epro.processor.validate.ViolationCode.OUT_OF_RANGE;
import static io.epro.processor.validate.ViolationCode.TOO_LONG;
import static io.epro.processor.validate.ViolationCode.TOO_MANY;
import static io.epro.processor.validate.ViolationCode.WRONG_TYPE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.epro.report.ReportText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One report being read by a parser: each method takes it at a value's first token and leaves it at the
 * value's last. What is put into the report counts only if there were no findings.
 */
final class ReportReading {
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int THIRD = 4;
  private static final int FOURTH = 8;
  private static final int FIFTH = 16;

  private final JsonParser in;
  private final Rules rules;
  private final Pointers pointers;
  private final long latest;
  private final Report report;
  private final TextBytes text = new TextBytes();
  private final Findings findings;
  private @Nullable String patientId;

  /** @param report into which it reads */
  ReportReading(JsonParser in, Rules rules, Pointers pointers, long latest, Report report) {
    this.in = in;
    this.rules = rules;
    this.pointers = pointers;
    this.latest = latest;
    this.report = report;
    this.findings = new Findings(rules.maxViolations());
  }

  /** @return null if the report keeps every rule */
  Verdict.@Nullable Invalid read() throws IOException {
    report.begin();
    var keys = new Keys();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "patientId" -> {
          if (isFirst(keys, FIRST, Pointers.PATIENT_ID)) {
            patientId();
          }
        }
        case "timestamp" -> {
          if (isFirst(keys, SECOND, Pointers.TIMESTAMP)) {
            timestamp();
          }
        }
        case "vitals" -> {
          if (isFirst(keys, THIRD, Pointers.VITALS)) {
            vitals();
          }
        }
        case "symptoms" -> {
          if (isFirst(keys, FOURTH, Pointers.SYMPTOMS)) {
            symptoms();
          }
        }
        case "medications" -> {
          if (isFirst(keys, FIFTH, Pointers.MEDICATIONS)) {
            medications();
          }
        }
        default -> unknown(keys, name, Pointers.ROOT);
      }
    }
    require(keys, FIRST, Pointers.PATIENT_ID);
    require(keys, SECOND, Pointers.TIMESTAMP);
    report.text(text.bytes());
    return findings.isEmpty() ? null
        : new Verdict.Invalid(findings.list(), keys.hasTwice(FIRST) ? null : patientId);
  }

  private void patientId() throws IOException {
    if (!is(JsonToken.VALUE_STRING, Pointers.PATIENT_ID)) {
      return;
    }
    String id = in.getText();
    if (ReportText.isPatientId(id)) {
      patientId = id;
      report.patient(text.size(), text.put(id));
    } else {
      findings.add(BAD_FORMAT, Pointers.PATIENT_ID);
    }
  }

  private void timestamp() throws IOException {
    if (!is(JsonToken.VALUE_NUMBER_INT, Pointers.TIMESTAMP)) {
      return;
    }
    if (in.getNumberType() != NumberType.BIG_INTEGER) {
      long value = in.getLongValue();
      if (value >= rules.earliest().toEpochMilli() && value <= latest) {
        report.timestamp(value);
        return;
      }
    }
    findings.add(OUT_OF_RANGE, Pointers.TIMESTAMP);
  }

  private void vitals() throws IOException {
    if (!is(JsonToken.START_OBJECT, Pointers.VITALS)) {
      return;
    }
    var keys = new Keys();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "heartRate" -> {
          if (isFirst(keys, FIRST, Pointers.HEART_RATE)) {
            heartRate();
          }
        }
        case "temp" -> {
          if (isFirst(keys, SECOND, Pointers.TEMP)) {
            temperature();
          }
        }
        default -> unknown(keys, name, Pointers.VITALS);
      }
    }
  }

  private void heartRate() throws IOException {
    if (!is(JsonToken.VALUE_NUMBER_INT, Pointers.HEART_RATE)) {
      return;
    }
    if (in.getNumberType() == NumberType.INT && rules.heartRate().holds(in.getIntValue())) {
      report.heartRate(in.getIntValue());
    } else {
      findings.add(OUT_OF_RANGE, Pointers.HEART_RATE);
    }
  }

  private void temperature() throws IOException {
    if (!isNumber(Pointers.TEMP)) {
      return;
    }
    if (rules.temperature().holds(in.getDoubleValue())) {
      report.temperature(in.getDoubleValue());
    } else {
      findings.add(OUT_OF_RANGE, Pointers.TEMP);
    }
  }

  private void symptoms() throws IOException {
    if (!is(JsonToken.START_ARRAY, Pointers.SYMPTOMS)) {
      return;
    }
    report.beginSymptoms();
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i < rules.symptoms().count()) {
        String symptom = text(rules.symptoms().length(), pointers.symptom(i));
        report.symptom(text.size(), text.put(symptom));
      } else {
        beyond(Pointers.SYMPTOMS);
      }
    }
  }

  private void medications() throws IOException {
    if (!is(JsonToken.START_ARRAY, Pointers.MEDICATIONS)) {
      return;
    }
    report.beginMedications();
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i >= rules.medications().count()) {
        beyond(Pointers.MEDICATIONS);
      } else if (is(JsonToken.START_OBJECT, pointers.medication(i))) {
        medication(i);
      }
    }
  }

  private void medication(int index) throws IOException {
    var keys = new Keys();
    String drugId = "";
    String doseMg = "";
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "drugId" -> {
          if (isFirst(keys, FIRST, pointers.drugId(index))) {
            drugId = text(rules.medications().length(), pointers.drugId(index));
          }
        }
        case "doseMg" -> {
          if (isFirst(keys, SECOND, pointers.doseMg(index))) {
            doseMg = dose(pointers.doseMg(index));
          }
        }
        default -> unknown(keys, name, pointers.medication(index));
      }
    }
    require(keys, FIRST, pointers.drugId(index));
    require(keys, SECOND, pointers.doseMg(index));
    int from = text.size();
    int drugTo = text.put(drugId);
    report.medication(from, drugTo, drugTo, text.put(doseMg));
  }

  private String dose(String pointer) throws IOException {
    if (!isNumber(pointer)) {
      return "";
    }
    double value = in.getDoubleValue();
    if (value > 0 && value <= rules.maxDoseMg()) {
      return in.getText();
    }
    findings.add(OUT_OF_RANGE, pointer);
    return "";
  }

  private String text(int maxLength, String pointer) throws IOException {
    if (!is(JsonToken.VALUE_STRING, pointer)) {
      return "";
    }
    String read = in.getText();
    if (ReportText.isTooLong(read, maxLength)) {
      findings.add(TOO_LONG, pointer);
    }
    if (!ReportText.isStorable(read)) {
      findings.add(BAD_FORMAT, pointer);
    }
    return read;
  }

  /** An element past the list's limit. */
  private void beyond(String list) throws IOException {
    findings.add(TOO_MANY, list);
    skip(list);
  }

  private boolean isFirst(Keys keys, int key, String pointer) throws IOException {
    if (keys.add(key)) {
      return true;
    }
    findings.add(DUPLICATE_KEY, pointer);
    skip(pointer);
    return false;
  }

  private void unknown(Keys keys, String name, String parent) throws IOException {
    if (!keys.addUnknown(name)) {
      findings.add(DUPLICATE_KEY, parent);
    }
    skip(parent);
  }

  private void require(Keys keys, int key, String pointer) {
    if (!keys.has(key)) {
      findings.add(MISSING_FIELD, pointer);
    }
  }

  private boolean isNumber(String pointer) throws IOException {
    return in.currentToken() == JsonToken.VALUE_NUMBER_INT
        || is(JsonToken.VALUE_NUMBER_FLOAT, pointer);
  }

  private boolean is(JsonToken type, String pointer) throws IOException {
    if (in.currentToken() == type) {
      return true;
    }
    findings.add(WRONG_TYPE, pointer);
    skip(pointer);
    return false;
  }

  private void skip(String pointer) throws IOException {
    if (UnjudgedValue.skip(in)) {
      findings.add(DUPLICATE_KEY, pointer);
    }
  }
}
