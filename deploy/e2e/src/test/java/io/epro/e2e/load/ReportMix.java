package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.report.ReportId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Reports in an order that the seed decides: about 4 % invalid, and in every second stretch of 2000
 * also 2 % exact duplicates and 1 % conflicts, so that both ways of writing a batch have their turn.
 * Every body is the only one of its kind. Not thread-safe.
 */
public final class ReportMix {
  private static final long FIRST_TIMESTAMP = 1_763_856_000_000L;
  private static final int STRETCH = 2000;
  private static final int REMEMBERED = 64;

  private final Random random;
  private final String name;
  private final int patients;
  private final boolean throughGateway;
  private final List<Sample> recent = new ArrayList<>();
  private int count;
  private int flaws;

  /**
   * @param name what the patients' ids begin with: mixes with different names share no patient
   * @param throughGateway leaves out what the gateway refuses
   */
  public ReportMix(long seed, String name, int patients, boolean throughGateway) {
    this.random = new Random(seed);
    this.name = name;
    this.patients = patients;
    this.throughGateway = throughGateway;
  }

  /** The next one to send. */
  public Sample next() {
    int draw = random.nextInt(1000);
    boolean retries = count++ / STRETCH % 2 == 1 && !recent.isEmpty();
    if (retries && draw < 20) {
      return any(recent);
    }
    if (retries && draw < 30) {
      var first = any(recent);
      if (first.key().isPresent() && first.reasons().isEmpty()) {
        return conflict(first);
      }
    }
    var patient = name + "-" + random.nextInt(patients);
    return remember(draw >= 960 ? flawed(patient) : valid(patient));
  }

  private Sample valid(String patient) {
    return sample(patient, text(patient), key(), Set.of(), timestamp());
  }

  private Sample flawed(String patient) {
    var flaw = Flaw.of(flaws++, throughGateway);
    return sample(patient, flaw.damage(text(patient)), key(), flaw.reasons(),
        flaw.idTime(timestamp()));
  }

  private Sample conflict(Sample first) {
    return sample(first.patientId(), text(first.patientId()), first.key(), Set.of(), 0);
  }

  private static Sample sample(String patient, String text, Optional<UUID> key,
      Set<String> reasons, long idTime) {
    byte[] body = text.getBytes(UTF_8);
    var id = key.map(given -> ReportId.ofKey(patient, given))
        .orElseGet(() -> ReportId.ofBody(patient, body, idTime));
    return new Sample(patient, id, body, Digest.of(body), key, reasons);
  }

  private String text(String patient) {
    return String.format(Locale.ROOT, "{\"patientId\":\"%s\",\"timestamp\":%d,\"seq\":%d,"
        + "\"vitals\":{\"heartRate\":%d,\"temp\":%.1f},\"symptoms\":[\"headache\",\"müde\"],"
        + "\"medications\":[{\"drugId\":\"N02BE01\",\"doseMg\":%d}]}",
        patient, timestamp(), count, 50 + random.nextInt(80), 35 + random.nextInt(50) / 10.0,
        1 + random.nextInt(1000));
  }

  private long timestamp() {
    return FIRST_TIMESTAMP + count * 1000L;
  }

  private Optional<UUID> key() {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(uuid(random.nextLong(), 4));
      default -> Optional.of(uuid((timestamp() << 16) | random.nextInt(0x1000), 7));
    };
  }

  private UUID uuid(long high, int version) {
    return new UUID((high & ~0xF000L) | ((long) version << 12),
        (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
  }

  private Sample remember(Sample sample) {
    if (recent.size() < REMEMBERED) {
      recent.add(sample);
    } else {
      recent.set(random.nextInt(REMEMBERED), sample);
    }
    return sample;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
