package io.epro.local.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.epro.local.traffic.Submission.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Makes the reports of a trial. Of 1000 submissions about 960 are valid reports, 15 invalid, 10
 * retries of a report that was sent before, 10 name a drug that the dictionary does not have, 1 uses
 * an idempotency key a second time for another report, and 2 are refused by any gateway.
 *
 * <p>The same seed gives the same patients and the same sequence, at whatever times. Not thread-safe.
 */
public final class ReportSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Defect[] DEFECTS = Defect.values();
  private static final int REMEMBERED = 256;
  private static final List<String> NOT_IN_DICTIONARY = List.of("X99ZZ01", "SPONSOR-0042",
      "herbal tea", "N02BE1");

  private final Random random;
  private final List<Patient> patients;
  private final ArrayDeque<Submission> recent = new ArrayDeque<>(REMEMBERED);
  private int nextDefect;

  /** @param drugIds what the patients' medications are drawn from */
  public ReportSource(long seed, int patientCount, List<String> drugIds) {
    this.random = new Random(seed);
    this.patients = IntStream.rangeClosed(1, patientCount)
        .mapToObj(number -> patient(number, drugIds))
        .toList();
  }

  /** A trial of 2000 patients on drugs of the sample dictionary. */
  public static ReportSource sample(long seed) {
    return new ReportSource(seed, 2000, SampleDrugs.ids());
  }

  /** The next submission of somebody who presses "send" at that time. */
  public Submission next(Instant now) {
    int draw = random.nextInt(1000);
    if (draw < 10 && !recent.isEmpty()) {
      var first = anyOf(List.copyOf(recent));
      return new Submission(first.patientId(), first.body(), first.idempotencyKey(), Kind.RETRY);
    }
    if (draw == 10) {
      var conflict = conflict(now);
      if (conflict.isPresent()) {
        return conflict.get();
      }
    }
    var patient = anyOf(patients);
    if (draw < 13 && draw > 10) {
      return refused(patient, now);
    }
    var report = report(patient, now);
    var kind = Kind.VALID;
    if (draw >= 20 && draw < 35) {
      DEFECTS[nextDefect++ % DEFECTS.length].apply(report);
      kind = Kind.INVALID;
    } else if (draw >= 40 && draw < 50) {
      report.withArray("/medications").addObject().put("drugId", anyOf(NOT_IN_DICTIONARY))
          .put("doseMg", 100);
      kind = Kind.UNKNOWN_DRUG;
    }
    return remember(submission(patient, report, now, kind));
  }

  private Patient patient(int number, List<String> drugIds) {
    var drugs = IntStream.range(0, random.nextInt(5)).mapToObj(i -> anyOf(drugIds)).distinct()
        .toList();
    return new Patient("P-%06d".formatted(number), (int) normal(70, 9, 48, 100), drugs,
        random.nextBoolean());
  }

  private ObjectNode report(Patient patient, Instant now) {
    boolean fever = random.nextInt(100) < 6;
    var report = JSON.createObjectNode()
        .put("patientId", patient.id())
        .put("timestamp", now.toEpochMilli() - random.nextInt(90_000));
    if (random.nextInt(100) < 95) {
      report.putObject("vitals")
          .put("heartRate", (int) normal(patient.restingHeartRate() + (fever ? 15 : 0), 6, 40, 180))
          .put("temp", Math.round(
              (fever ? normal(38.7, 0.5, 37.8, 41) : normal(36.6, 0.3, 35.2, 37.4)) * 10) / 10.0);
    }
    var symptoms = report.putArray("symptoms");
    if (fever) {
      symptoms.add("fever");
    }
    IntStream.range(0, Math.max(0, random.nextInt(6) - 2))
        .forEach(i -> symptoms.add(anyOf(Symptoms.TERMS)));
    var medications = report.putArray("medications");
    patient.drugs().forEach(drug -> medications.addObject()
        .put("drugId", drug)
        .put("doseMg", anyOf(List.of(2.5, 5.0, 10.0, 20.0, 50.0, 100.0, 250.0, 500.0, 1000.0))));
    return report;
  }

  // A phone that gives its key to two reports: the second one conflicts with the first.
  private Optional<Submission> conflict(Instant now) {
    return recent.stream()
        .filter(sent -> sent.idempotencyKey().isPresent() && sent.kind() == Kind.VALID)
        .findFirst()
        .map(sent -> {
          var patient = new Patient(sent.patientId(), 70, List.of(), true);
          return new Submission(sent.patientId(), bytes(report(patient, now)),
              sent.idempotencyKey(), Kind.CONFLICT);
        });
  }

  private Submission refused(Patient patient, Instant now) {
    var text = new String(bytes(report(patient, now)), StandardCharsets.UTF_8);
    var broken = random.nextBoolean()
        ? text.substring(0, text.length() / 2)
        : text.replaceFirst("\\{", "{\"timestamp\":1,");
    return new Submission(patient.id(), broken.getBytes(StandardCharsets.UTF_8), Optional.empty(),
        Kind.REFUSED);
  }

  private Submission submission(Patient patient, ObjectNode report, Instant now, Kind kind) {
    return new Submission(patient.id(), bytes(report),
        patient.sendsKeys() ? Optional.of(version7(now)) : Optional.empty(), kind);
  }

  private Submission remember(Submission submission) {
    if (recent.size() == REMEMBERED) {
      recent.removeFirst();
    }
    recent.addLast(submission);
    return submission;
  }

  private UUID version7(Instant now) {
    return new UUID(now.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
        random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
  }

  private double normal(double mean, double deviation, double least, double most) {
    return Math.clamp(mean + deviation * random.nextGaussian(), least, most);
  }

  private <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static byte[] bytes(ObjectNode report) {
    try {
      return JSON.writeValueAsBytes(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
