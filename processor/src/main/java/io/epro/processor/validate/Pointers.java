package io.epro.processor.validate;

import java.util.stream.IntStream;

/** Every JSON pointer that a violation can have, made once, so that judging a report makes none. */
final class Pointers {
  static final String ROOT = "";
  static final String PATIENT_ID = "/patientId";
  static final String TIMESTAMP = "/timestamp";
  static final String VITALS = "/vitals";
  static final String HEART_RATE = "/vitals/heartRate";
  static final String TEMP = "/vitals/temp";
  static final String SYMPTOMS = "/symptoms";
  static final String MEDICATIONS = "/medications";

  private final String[] symptoms;
  private final String[] medications;
  private final String[] drugIds;
  private final String[] doses;

  Pointers(int maxSymptoms, int maxMedications) {
    symptoms = each(maxSymptoms, SYMPTOMS, "");
    medications = each(maxMedications, MEDICATIONS, "");
    drugIds = each(maxMedications, MEDICATIONS, "/drugId");
    doses = each(maxMedications, MEDICATIONS, "/doseMg");
  }

  String symptom(int index) {
    return symptoms[index];
  }

  String medication(int index) {
    return medications[index];
  }

  String drugId(int medication) {
    return drugIds[medication];
  }

  String doseMg(int medication) {
    return doses[medication];
  }

  private static String[] each(int count, String list, String field) {
    return IntStream.range(0, count).mapToObj(i -> list + "/" + i + field).toArray(String[]::new);
  }
}
