package io.epro.bench.sample;

import io.epro.local.traffic.SampleDrugs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Valid reports like those of a trial, about 210 bytes each: vitals in 95 of 100, up to 3 symptoms, up
 * to 4 medications, one in 200 of them not in the dictionary. The same seed gives the same reports. No
 * two are equal, since the time goes up with each. Not thread-safe.
 */
public final class SampleReports {
  /** 1 January 2026: the same reports on every day. */
  public static final long FIRST_MILLIS = 1_767_225_600_000L;
  /** Two million reports are about a day of a large trial. */
  public static final long STEP_MILLIS = 40;
  private static final List<String> SYMPTOMS = List.of("headache", "nausea", "tired", "dizzy",
      "fever", "chills", "dry mouth", "stomach ache", "can't sleep", "rash", "cough", "sore throat",
      "short of breath", "back pain", "joint pain", "low mood", "Kopfschmerzen", "mal de tête");
  private static final String UNKNOWN_DRUG = "SPONSOR-0042";
  private static final int[] DOSES = {5, 10, 20, 50, 100, 250, 500, 1000};

  private final SplittableRandom random;
  private final Patients patients;
  private final long stepMillis;
  private final List<String> drugs = SampleDrugs.ids();
  private final StringBuilder json = new StringBuilder(512);
  private long time;

  /**
   * Who reports, in random order.
   *
   * @param count at most a million
   * @param hot percent of all reports that are one patient's, on top of that patient's usual share
   */
  public record Patients(int count, double hot) {
    private String next(SplittableRandom random) {
      boolean one = hot > 0 && random.nextDouble(100) < hot;
      return patient(one ? 0 : random.nextInt(count));
    }
  }

  /** @param patients at most a million, who report in random order */
  public SampleReports(long seed, int patients) {
    this(seed, new Patients(patients, 0), FIRST_MILLIS, STEP_MILLIS);
  }

  /** @param stepMillis from one report's time to the next one's; the first is one step after the start */
  public SampleReports(long seed, Patients patients, long startMillis, long stepMillis) {
    this.random = new SplittableRandom(seed);
    this.patients = patients;
    this.time = startMillis;
    this.stepMillis = stepMillis;
  }

  /** @param number from 0 to before how many there are */
  public static String patient(int number) {
    return "P-" + (1_000_000 + number);
  }

  /** Of the last report, epoch milliseconds. */
  public long time() {
    return time;
  }

  public Sample next() {
    time += stepMillis;
    String patient = patients.next(random);
    json.setLength(0);
    json.append("{\"patientId\":\"").append(patient)
        .append("\",\"timestamp\":").append(time);
    vitals();
    symptoms();
    medications();
    json.append('}');
    return new Sample(patient, time, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** One that the rules reject: of the same shape, with a heart that does not beat. */
  public Sample nextInvalid() {
    time += stepMillis;
    String patient = patients.next(random);
    json.setLength(0);
    json.append("{\"patientId\":\"").append(patient).append("\",\"timestamp\":").append(time)
        .append(",\"vitals\":{\"heartRate\":0}");
    symptoms();
    medications();
    json.append('}');
    return new Sample(patient, time, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void vitals() {
    if (random.nextInt(100) < 95) {
      json.append(",\"vitals\":{\"heartRate\":").append(48 + random.nextInt(70))
          .append(",\"temp\":").append(35 + random.nextInt(5)).append('.')
          .append(random.nextInt(10)).append('}');
    }
  }

  private void symptoms() {
    json.append(",\"symptoms\":[");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "\"" : ",\"").append(SYMPTOMS.get(random.nextInt(SYMPTOMS.size())))
          .append('"');
    }
    json.append(']');
  }

  private void medications() {
    json.append(",\"medications\":[");
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      String drug = random.nextInt(200) == 0 ? UNKNOWN_DRUG
          : drugs.get(random.nextInt(drugs.size()));
      json.append(i == 0 ? "{" : ",{").append("\"drugId\":\"").append(drug)
          .append("\",\"doseMg\":").append(DOSES[random.nextInt(DOSES.length)]).append('}');
    }
    json.append(']');
  }
}
