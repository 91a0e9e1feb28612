package io.epro.processor.validate;

import java.nio.charset.StandardCharsets;

/**
 * A report that keeps every rule: numbers, and slices of UTF-8 text. What was absent is absent here, never
 * zero or empty.
 *
 * <p>It is the validator's own and is overwritten by the next report, so nobody may keep it. Nothing of one
 * report shows in the next, because {@link #begin} forgets all that tells whether a field is there, and a
 * field is only looked at when it is. Confined to one thread.
 */
public final class Report {
  private static final byte[] NOTHING = {};

  private final Slices symptoms = new Slices();
  private final Slices drugIds = new Slices();
  private final Slices doses = new Slices();
  private byte[] text = NOTHING;
  private int patientFrom;
  private int patientTo;
  private long timestamp;
  private boolean hasHeartRate;
  private int heartRate;
  private boolean hasTemperature;
  private double temperature;
  private boolean hasSymptoms;
  private boolean hasMedications;

  Report() {}

  void begin() {
    text = NOTHING;
    patientTo = 0;
    patientFrom = 0;
    timestamp = Long.MIN_VALUE;
    hasHeartRate = false;
    hasTemperature = false;
    hasSymptoms = false;
    hasMedications = false;
    symptoms.clear();
    drugIds.clear();
    doses.clear();
  }

  /** @param utf8 what all slices of this report are of */
  void text(byte[] utf8) {
    text = utf8;
  }

  void patient(int from, int to) {
    patientFrom = from;
    patientTo = to;
  }

  void timestamp(long epochMillis) {
    timestamp = epochMillis;
  }

  void heartRate(int perMinute) {
    hasHeartRate = true;
    heartRate = perMinute;
  }

  void temperature(double celsius) {
    hasTemperature = true;
    temperature = celsius;
  }

  void beginSymptoms() {
    hasSymptoms = true;
  }

  void symptom(int from, int to) {
    symptoms.add(from, to);
  }

  void beginMedications() {
    hasMedications = true;
  }

  void medication(int drugFrom, int drugTo, int doseFrom, int doseTo) {
    drugIds.add(drugFrom, drugTo);
    doses.add(doseFrom, doseTo);
  }

  boolean hasPatient() {
    return patientTo > patientFrom;
  }

  boolean hasTimestamp() {
    return timestamp != Long.MIN_VALUE;
  }

  /** UTF-8, not to be written to; what the slices are of. */
  public byte[] text() {
    return text;
  }

  public int patientFrom() {
    return patientFrom;
  }

  public int patientTo() {
    return patientTo;
  }

  /** The patient's id by itself, to be kept beyond the next report. */
  public String patientId() {
    return new String(text, patientFrom, patientTo - patientFrom, StandardCharsets.US_ASCII);
  }

  /** Epoch milliseconds. */
  public long timestamp() {
    return timestamp;
  }

  public boolean hasHeartRate() {
    return hasHeartRate;
  }

  /** Beats per minute, if it {@link #hasHeartRate}. */
  public int heartRate() {
    return heartRate;
  }

  public boolean hasTemperature() {
    return hasTemperature;
  }

  /** Degrees Celsius, if it {@link #hasTemperature}. */
  public double temperature() {
    return temperature;
  }

  public boolean hasSymptoms() {
    return hasSymptoms;
  }

  public Slices symptoms() {
    return symptoms;
  }

  public boolean hasMedications() {
    return hasMedications;
  }

  /** Of each medication, as {@link #doses} in the same order. */
  public Slices drugIds() {
    return drugIds;
  }

  /** Milligrams, JSON numbers as they were written. */
  public Slices doses() {
    return doses;
  }

  @Override
  public String toString() {
    return "Report[redacted]";
  }
}
