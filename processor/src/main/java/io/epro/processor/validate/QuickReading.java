package io.epro.processor.validate;

import io.epro.report.PlainJson;
import io.epro.report.ReportText;
import java.nio.charset.StandardCharsets;

/**
 * The way that nearly every report takes: one pass over its bytes, which only ever says yes. A report that
 * it takes keeps every rule; whatever it is not sure of (each violation, and JSON that {@link PlainJson}
 * leaves to a parser) is read again by {@link ReportReading}, which decides.
 *
 * <p>Allocates nothing. Confined to one thread.
 */
final class QuickReading {
  private static final byte[] PATIENT_ID = ascii("patientId");
  private static final byte[] TIMESTAMP = ascii("timestamp");
  private static final byte[] VITALS = ascii("vitals");
  private static final byte[] HEART_RATE = ascii("heartRate");
  private static final byte[] TEMP = ascii("temp");
  private static final byte[] SYMPTOMS = ascii("symptoms");
  private static final byte[] MEDICATIONS = ascii("medications");
  private static final byte[] DRUG_ID = ascii("drugId");
  private static final byte[] DOSE_MG = ascii("doseMg");

  private final Rules rules;
  private final Report report;
  private final PlainJson in = new PlainJson();
  /** What texts with escapes say, behind the document itself; only used where there are any. */
  private final TextBytes unescaped = new TextBytes();
  private byte[] json = {};
  private boolean escapes;
  private int from;
  private int to;

  /** @param report into which it reads */
  QuickReading(Rules rules, Report report) {
    this.rules = rules;
    this.report = report;
  }

  /**
   * Reads one report.
   *
   * @param utf8 well-formed UTF-8
   * @param latest that its timestamp may be, epoch milliseconds
   * @return whether it surely keeps every rule; if not, what stands in the report means nothing
   */
  boolean read(byte[] utf8, long latest) {
    json = utf8;
    escapes = false;
    report.begin();
    report.text(utf8);
    in.begin(utf8);
    int object = in.object();
    while (in.name(object)) {
      if (in.is(PATIENT_ID)) {
        patientId();
      } else if (in.is(TIMESTAMP)) {
        timestamp(latest);
      } else if (in.is(VITALS)) {
        vitals();
      } else if (in.is(SYMPTOMS)) {
        symptoms();
      } else if (in.is(MEDICATIONS)) {
        medications();
      } else {
        in.skip();
      }
    }
    return in.end() && report.hasPatient() && report.hasTimestamp();
  }

  private void patientId() {
    if (in.string() && sure(ReportText.isPatientId(json, in.from(), in.to()))) {
      report.patient(in.from(), in.to());
    }
  }

  private void timestamp(long latest) {
    if (in.number() && sure(in.isLong() && in.asLong() >= rules.earliest().toEpochMilli()
        && in.asLong() <= latest)) {
      report.timestamp(in.asLong());
    }
  }

  private void vitals() {
    int object = in.object();
    while (in.name(object)) {
      if (in.is(HEART_RATE)) {
        if (in.number() && sure(in.isLong() && rules.heartRate().holds((double) in.asLong()))) {
          report.heartRate((int) in.asLong());
        }
      } else if (in.is(TEMP)) {
        if (in.number() && sure(in.isDouble() && rules.temperature().holds(in.asDouble()))) {
          report.temperature(in.asDouble());
        }
      } else {
        in.skip();
      }
    }
  }

  private void symptoms() {
    report.beginSymptoms();
    in.array();
    while (in.element()) {
      if (text(rules.symptoms().length())
          && sure(report.symptoms().size() < rules.symptoms().count())) {
        report.symptom(from, to);
      }
    }
  }

  private void medications() {
    report.beginMedications();
    in.array();
    while (in.element()) {
      medication();
    }
  }

  private void medication() {
    int drugFrom = 0;
    int drugTo = 0;
    int doseFrom = 0;
    int doseTo = 0;
    int object = in.object();
    while (in.name(object)) {
      if (in.is(DRUG_ID)) {
        text(rules.medications().length());
        drugFrom = from;
        drugTo = to;
      } else if (in.is(DOSE_MG)) {
        dose();
        doseFrom = in.from();
        doseTo = in.to();
      } else {
        in.skip();
      }
    }
    if (sure(drugTo > 0 && doseTo > 0
        && report.drugIds().size() < rules.medications().count())) {
      report.medication(drugFrom, drugTo, doseFrom, doseTo);
    }
  }

  private void dose() {
    if (in.number()) {
      sure(in.isDouble() && in.asDouble() > 0 && in.asDouble() <= rules.maxDoseMg());
    }
  }

  /** Reads a text, {@link #from} to {@link #to} of the report's bytes. */
  private boolean text(int maxLength) {
    if (!in.string()) {
      return false;
    }
    from = in.from();
    to = in.to();
    return sure((!in.escaped() || unescape())
        && to > from && !ReportText.isTooLong(report.text(), from, to, maxLength));
  }

  private boolean unescape() {
    if (!escapes) {
      escapes = true;
      unescaped.begin(json);
    }
    from = unescaped.size();
    boolean storable = unescaped.putUnescaped(json, in.from(), in.to());
    to = unescaped.size();
    report.text(unescaped.bytes());
    return storable;
  }

  private boolean sure(boolean holds) {
    return holds || in.doubt();
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
