package io.epro.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is wrong with one key, in words for whoever set it. SmallRye's own begin with codes and classes, and show
 * the value, which may be a secret.
 */
final class SettingsProblem {
  private static final Pattern VALUE = Pattern.compile(
      ".*SRCFG00039: The config property (\\S+) with the config value \"(.*)\" threw an Exception"
          + " whilst being converted (.*)",
      Pattern.DOTALL);
  private static final Pattern UNKNOWN = Pattern
      .compile(".*SRCFG00050: (\\S+) in (.+) does not map to any root", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("SRCFG\\d+: |^java\\.\\S+: ");
  private static final Pattern SOURCE = Pattern
      .compile("PropertiesConfigSource\\[source=(.*)\\]");
  private static final int NEAR = 3;

  private SettingsProblem() {}

  /**
   * Says it again.
   *
   * @param message SmallRye's
   * @param keys that there are
   */
  static String inWords(String message, Set<String> keys) {
    var value = VALUE.matcher(message);
    if (value.matches()) {
      return Settings.isSecret(value.group(1)) ? value.group(1) + " cannot be what it is"
          : value.group(1) + " cannot be \"" + value.group(2) + "\": "
              + CODE.matcher(value.group(3)).replaceAll("");
    }
    var unknown = UNKNOWN.matcher(message);
    if (unknown.matches()) {
      String key = unknown.group(1);
      return key + " (in " + SOURCE.matcher(unknown.group(2)).replaceAll("$1")
          + ") is no key" + nearest(key, keys).map(near -> "; is " + near + " meant?")
              .orElse("; docs/configuration.md lists all");
    }
    return CODE.matcher(message).replaceAll("");
  }

  private static Optional<String> nearest(String key, Set<String> keys) {
    return keys.stream().min(Comparator.comparingInt(known -> distance(key, known)))
        .filter(known -> distance(key, known) <= NEAR);
  }

  /** How many characters have to be added, left out or changed (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(same, Math.min(row[j - 1], row[j]) + 1);
      }
    }
    return row[b.length()];
  }
}
