package io.epro.local.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Each patient's token, kept until it is about to expire, as a phone does. Thread-safe. Remembers as
 * many as there are patients.
 */
public final class PatientTokens {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(10);

  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final LocalIssuer issuer;
  private final InstantSource clock;

  private record Held(String token, Instant until) {}

  public PatientTokens(LocalIssuer issuer, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  public String of(String patientId) {
    var now = clock.instant();
    return held.compute(patientId, (id, old) -> old != null && now.isBefore(old.until)
        ? old
        : new Held(issuer.patient(id, now, LIFE), now.plus(LIFE).minus(RENEWED_BEFORE))).token;
  }
}
