package io.epro.processor.validate;

import io.epro.config.ConfigException;
import io.epro.processor.ProcessorSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges and limits that a report is held to; every bound is inclusive.
 *
 * @param earliest of a report's timestamp
 * @param maxAhead how far a report's timestamp may lie after its receipt
 * @param heartRate beats per minute, within 0 to 32767
 * @param temperature degrees Celsius
 * @param symptoms how many, and how long in characters (Unicode code points)
 * @param medications how many, and how long a drug id may be
 * @param maxDoseMg milligrams
 * @param maxViolations listed of one report; the first ones in document order
 */
public record Rules(Instant earliest, Duration maxAhead, Range heartRate, Range temperature,
    Bounds symptoms, Bounds medications, double maxDoseMg, int maxViolations) {
  /** Characters of a drug id, as in the dictionary. */
  public static final int MAX_DRUG_ID_LENGTH = 64;
  /** The end of the year 9999: what a forged receipt time cannot move a report beyond. */
  static final long LATEST = 253_402_300_799_999L;
  private static final int MOST = 10_000;

  /** From and to, both inclusive. */
  public record Range(double min, double max) {
    boolean holds(double value) {
      return value >= min && value <= max;
    }
  }

  /** Of a list of texts: how many, and how long each. */
  public record Bounds(int count, int length) {}

  /** @throws ConfigException naming every key whose value makes no sense */
  public static Rules from(ProcessorSettings.Rules settings) {
    var problems = new ArrayList<String>();
    require(!settings.maxAhead().isNegative(), "max-ahead must not be negative", problems);
    require(0 <= settings.heartRateMin() && settings.heartRateMin() <= settings.heartRateMax()
        && settings.heartRateMax() <= Short.MAX_VALUE,
        "heart-rate-min and heart-rate-max must be a range within 0 to " + Short.MAX_VALUE,
        problems);
    require(settings.tempMin() <= settings.tempMax(), "temp-min must not exceed temp-max",
        problems);
    require(within(settings.maxSymptoms()), "max-symptoms must be 1 to " + MOST, problems);
    require(within(settings.maxSymptomLength()), "max-symptom-length must be 1 to " + MOST,
        problems);
    require(within(settings.maxMedications()), "max-medications must be 1 to " + MOST, problems);
    require(settings.maxDoseMg() > 0 && settings.maxDoseMg() < Double.POSITIVE_INFINITY,
        "max-dose-mg must be above 0", problems);
    require(within(settings.maxViolations()), "max-violations must be 1 to " + MOST, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Rules(settings.earliest().atStartOfDay(ZoneOffset.UTC).toInstant(),
        settings.maxAhead(), new Range(settings.heartRateMin(), settings.heartRateMax()),
        new Range(settings.tempMin(), settings.tempMax()),
        new Bounds(settings.maxSymptoms(), settings.maxSymptomLength()),
        new Bounds(settings.maxMedications(), MAX_DRUG_ID_LENGTH), settings.maxDoseMg(),
        settings.maxViolations());
  }

  /** The last millisecond that a report received then may speak of. */
  long latest(long receivedAtMillis) {
    long ahead = maxAhead.toMillis();
    long latest = receivedAtMillis > LATEST - ahead ? LATEST : receivedAtMillis + ahead;
    return Math.min(latest, LATEST);
  }

  private static boolean within(int value) {
    return value >= 1 && value <= MOST;
  }

  private static void require(boolean holds, String problem, List<String> problems) {
    if (!holds) {
      problems.add("processor.rules." + problem);
    }
  }
}
