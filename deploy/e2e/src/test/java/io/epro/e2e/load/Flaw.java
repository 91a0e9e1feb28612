package io.epro.e2e.load;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Ways in which a report is invalid, with the reasons that the pipeline must find. */
enum Flaw {
  NO_TIMESTAMP("\"timestamp\":\\d+,", "", "missing_field /timestamp"),
  TIMESTAMP_AS_TEXT("\"timestamp\":(\\d+)", "\"timestamp\":\"$1\"", "wrong_type /timestamp"),
  HEART_RATE_TOO_HIGH("\"heartRate\":\\d+", "\"heartRate\":720", "out_of_range /vitals/heartRate"),
  TEMPERATURE_AS_TEXT("\"temp\":[0-9.]+", "\"temp\":\"warm\"", "wrong_type /vitals/temp"),
  SYMPTOM_EMPTY("\"symptoms\":\\[", "\"symptoms\":[\"\",", "bad_format /symptoms/0"),
  SYMPTOM_WITH_NUL("\"headache", "\"head\\\\u0000ache", "bad_format /symptoms/0"),
  SYMPTOMS_NO_LIST("\"symptoms\":\\[[^\\]]*\\]", "\"symptoms\":7", "wrong_type /symptoms"),
  DOSE_NEGATIVE("\"doseMg\":", "\"doseMg\":-", "out_of_range /medications/0/doseMg"),
  TWO_AT_ONCE("\"vitals\":\\{[^}]*\\}", "\"vitals\":{\"heartRate\":3,\"temp\":99}",
      "out_of_range /vitals/heartRate", "out_of_range /vitals/temp"),
  /** This and the next are such as no gateway lets through. */
  KEY_TWICE("\\{\"patientId\"", "{\"seq\":0,\"patientId\"", "duplicate_key "),
  CUT_OFF(",\"medications\".*", "", "malformed_json ");

  private static final List<Flaw> ALL = List.of(values());
  private static final List<Flaw> PAST_GATEWAY = ALL.stream()
      .filter(flaw -> flaw != KEY_TWICE && flaw != CUT_OFF)
      .toList();

  private final String pattern;
  private final String replacement;
  @SuppressWarnings("ImmutableEnumChecker") // Set.of
  private final Set<String> reasons;

  Flaw(String pattern, String replacement, String... reasons) {
    this.pattern = pattern;
    this.replacement = replacement;
    this.reasons = Set.of(reasons);
  }

  /** The flaw with this number, of those that the given way lets through. */
  static Flaw of(int number, boolean throughGateway) {
    var choice = throughGateway ? PAST_GATEWAY : ALL;
    return choice.get(number % choice.size());
  }

  String damage(String report) {
    return Pattern.compile(pattern).matcher(report).replaceFirst(replacement);
  }

  /** Each as code, space, JSON pointer. */
  Set<String> reasons() {
    return reasons;
  }

  /** What the time in the id is made of: a timestamp that is missing or no integer counts as 0. */
  long idTime(long timestamp) {
    return this == NO_TIMESTAMP || this == TIMESTAMP_AS_TEXT ? 0 : timestamp;
  }
}
