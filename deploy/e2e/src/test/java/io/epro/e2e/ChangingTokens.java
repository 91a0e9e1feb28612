package io.epro.e2e;

import static io.epro.gateway.admit.token.TestTokens.claims;
import static io.epro.gateway.admit.token.TestTokens.signed;

import io.epro.gateway.admit.token.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Tokens of a provider that changes its keys: each patient's is signed with one of those in use, and
 * kept for as long as that one is. Thread-safe.
 */
final class ChangingTokens implements UnaryOperator<String> {
  private static final Duration LIFE = Duration.ofMinutes(30);

  private final Map<String, String> held = new ConcurrentHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private List<SigningKey> keys;

  ChangingTokens(SigningKey... keys) {
    this.keys = List.of(keys);
  }

  /** From now on tokens are signed with these, each patient's always with the same one. */
  synchronized void use(SigningKey... others) {
    keys = List.of(others);
    asked.clear();
  }

  /** Phones that have asked since; whatever they sent before that is answered. */
  synchronized int phones() {
    return asked.size();
  }

  @Override
  public String apply(String patient) {
    var key = keyFor(patient);
    return held.computeIfAbsent(patient + " " + key.id(), any -> of(patient, key));
  }

  /** A token that is not kept. */
  static String of(String patient, SigningKey key) {
    return signed(key, claims(Map.of("sub", "\"" + patient + "\"",
        "exp", Long.toString(Instant.now().plus(LIFE).getEpochSecond()))));
  }

  private synchronized SigningKey keyFor(String patient) {
    asked.add(patient.substring(0, patient.indexOf('-')));
    return keys.get(Math.floorMod(patient.hashCode(), keys.size()));
  }
}
