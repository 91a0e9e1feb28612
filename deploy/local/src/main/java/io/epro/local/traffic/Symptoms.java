package io.epro.local.traffic;

import java.util.List;

/** Terms of the kind that patients use, not the coded ones of a dictionary. */
final class Symptoms {
  static final List<String> TERMS = List.of("headache", "nausea", "tired", "dizzy", "fever",
      "chills", "dry mouth", "stomach ache", "can't sleep", "rash", "itchy skin", "cough",
      "sore throat", "runny nose", "short of breath", "chest tightness", "palpitations",
      "back pain", "joint pain", "sore muscles", "cramps", "diarrhoea", "constipation", "heartburn",
      "vomiting", "no appetite", "bloated", "blurry vision", "ringing in the ears", "night sweats",
      "hot flushes", "swollen ankles", "tingling fingers", "numb feet", "shaky hands",
      "low mood", "anxious", "hard to concentrate", "metallic taste", "mouth sores", "hair loss",
      "bruises easily", "nosebleed", "pain at the injection site", "weak legs", "Kopfschmerzen",
      "mal de tête", "頭痛");

  private Symptoms() {}
}
