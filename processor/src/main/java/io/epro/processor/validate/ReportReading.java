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
import io.epro.processor.validate.Report.Medication;
import io.epro.report.ReportText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One report being read: each method takes the parser at a value's first token and leaves it at the
 * value's last. The fields hold what was read; they count only if there were no findings.
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
  private final Findings findings;

  private @Nullable String patientId;
  private long timestamp;
  private OptionalInt heartRate = OptionalInt.empty();
  private OptionalDouble temperature = OptionalDouble.empty();
  private @Nullable List<String> symptoms;
  private @Nullable List<Medication> medications;

  ReportReading(JsonParser in, Rules rules, Pointers pointers, long latest) {
    this.in = in;
    this.rules = rules;
    this.pointers = pointers;
    this.latest = latest;
    this.findings = new Findings(rules.maxViolations());
  }

  Verdict read() throws IOException {
    var keys = new Keys();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "patientId" -> {
          if (isFirst(keys, FIRST, Pointers.PATIENT_ID)) {
            patientId = patientId();
          }
        }
        case "timestamp" -> {
          if (isFirst(keys, SECOND, Pointers.TIMESTAMP)) {
            timestamp = timestamp();
          }
        }
        case "vitals" -> {
          if (isFirst(keys, THIRD, Pointers.VITALS)) {
            vitals();
          }
        }
        case "symptoms" -> {
          if (isFirst(keys, FOURTH, Pointers.SYMPTOMS)) {
            symptoms = symptoms();
          }
        }
        case "medications" -> {
          if (isFirst(keys, FIFTH, Pointers.MEDICATIONS)) {
            medications = medications();
          }
        }
        default -> unknown(keys, name, Pointers.ROOT);
      }
    }
    require(keys, FIRST, Pointers.PATIENT_ID);
    require(keys, SECOND, Pointers.TIMESTAMP);
    return verdict(keys.hasTwice(FIRST));
  }

  private Verdict verdict(boolean ambiguousPatient) {
    if (patientId == null || !findings.isEmpty()) {
      return new Verdict.Invalid(findings.list(), ambiguousPatient ? null : patientId);
    }
    return new Verdict.Valid(
        new Report(patientId, timestamp, heartRate, temperature, symptoms, medications));
  }

  private @Nullable String patientId() throws IOException {
    if (!is(JsonToken.VALUE_STRING, Pointers.PATIENT_ID)) {
      return null;
    }
    String text = in.getText();
    if (ReportText.isPatientId(text)) {
      return text;
    }
    findings.add(BAD_FORMAT, Pointers.PATIENT_ID);
    return null;
  }

  private long timestamp() throws IOException {
    if (!is(JsonToken.VALUE_NUMBER_INT, Pointers.TIMESTAMP)) {
      return 0;
    }
    if (in.getNumberType() != NumberType.BIG_INTEGER) {
      long value = in.getLongValue();
      if (value >= rules.earliest().toEpochMilli() && value <= latest) {
        return value;
      }
    }
    findings.add(OUT_OF_RANGE, Pointers.TIMESTAMP);
    return 0;
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
            heartRate = heartRate();
          }
        }
        case "temp" -> {
          if (isFirst(keys, SECOND, Pointers.TEMP)) {
            temperature = temperature();
          }
        }
        default -> unknown(keys, name, Pointers.VITALS);
      }
    }
  }

  private OptionalInt heartRate() throws IOException {
    if (!is(JsonToken.VALUE_NUMBER_INT, Pointers.HEART_RATE)) {
      return OptionalInt.empty();
    }
    if (in.getNumberType() == NumberType.INT && rules.heartRate().holds(in.getIntValue())) {
      return OptionalInt.of(in.getIntValue());
    }
    findings.add(OUT_OF_RANGE, Pointers.HEART_RATE);
    return OptionalInt.empty();
  }

  private OptionalDouble temperature() throws IOException {
    if (!isNumber(Pointers.TEMP)) {
      return OptionalDouble.empty();
    }
    double value = in.getDoubleValue();
    if (rules.temperature().holds(value)) {
      return OptionalDouble.of(value);
    }
    findings.add(OUT_OF_RANGE, Pointers.TEMP);
    return OptionalDouble.empty();
  }

  private @Nullable List<String> symptoms() throws IOException {
    if (!is(JsonToken.START_ARRAY, Pointers.SYMPTOMS)) {
      return null;
    }
    var all = new ArrayList<String>();
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i < rules.symptoms().count()) {
        all.add(text(rules.symptoms().length(), pointers.symptom(i)));
      } else {
        beyond(Pointers.SYMPTOMS);
      }
    }
    return Collections.unmodifiableList(all);
  }

  private @Nullable List<Medication> medications() throws IOException {
    if (!is(JsonToken.START_ARRAY, Pointers.MEDICATIONS)) {
      return null;
    }
    var all = new ArrayList<Medication>();
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i >= rules.medications().count()) {
        beyond(Pointers.MEDICATIONS);
      } else if (is(JsonToken.START_OBJECT, pointers.medication(i))) {
        all.add(medication(i));
      }
    }
    return Collections.unmodifiableList(all);
  }

  private Medication medication(int index) throws IOException {
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
    return new Medication(drugId, doseMg);
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
    String text = in.getText();
    if (ReportText.isTooLong(text, maxLength)) {
      findings.add(TOO_LONG, pointer);
    }
    if (!ReportText.isStorable(text)) {
      findings.add(BAD_FORMAT, pointer);
    }
    return text;
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
