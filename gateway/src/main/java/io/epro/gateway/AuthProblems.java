package io.epro.gateway;

import io.epro.config.Loopback;
import io.epro.gateway.GatewaySettings.AuthMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be wrong with the settings of authentication. */
final class AuthProblems {
  private static final Duration MOST_SKEW = Duration.ofMinutes(10);
  /** All headers together have this many bytes at most. */
  private static final long MOST_HEADERS = 8192;
  private static final Set<String> TAKEN_CLAIMS = Set.of("iss", "aud", "exp", "nbf", "scope",
      "scp");

  private final List<String> problems = new ArrayList<>();

  private AuthProblems() {}

  static List<String> in(GatewaySettings settings) {
    var found = new AuthProblems();
    if (settings.auth().mode() == AuthMode.JWT) {
      found.jwt(settings.auth());
      found.bounds(settings);
    } else if (!Loopback.is(settings.host())) {
      found.problems
          .add("gateway.auth.mode=none lets everyone report for every patient, so it needs"
              + " a loopback gateway.host such as 127.0.0.1, not " + settings.host());
    }
    return found.problems;
  }

  private void jwt(GatewaySettings.Auth auth) {
    var sources = AccessControl.sources(auth);
    if (sources.size() != 1) {
      problems.add("gateway.auth.mode=jwt needs one of gateway.auth.jwks.url and"
          + " gateway.auth.public-key, and only one (or, for a try on this machine,"
          + " gateway.auth.mode=none)");
    }
    sources.forEach(source -> problems.addAll(source.problems()));
    needed("issuer", auth.issuer());
    needed("audience", auth.audience());
    if (auth.patientClaim().isBlank() || TAKEN_CLAIMS.contains(auth.patientClaim())) {
      problems.add("gateway.auth.patient-claim must be a claim of its own, such as sub");
    }
    var scope = auth.anyPatientScope();
    if (scope.isBlank() || scope.contains(" ")) {
      problems.add("gateway.auth.any-patient-scope must be one word");
    }
  }

  private void bounds(GatewaySettings settings) {
    var auth = settings.auth();
    time("clock-skew", auth.clockSkew(), Duration.ZERO, MOST_SKEW);
    range("max-token", auth.maxToken().bytes(), 64, MOST_HEADERS);
    range("threads", auth.threads(), 0, 1_024);
    range("max-waiting", auth.maxWaiting(), 1, 10_000_000);
    range("cache.max-tokens", auth.cache().maxTokens(), 0, 100_000_000);
    time("cache.max-age", auth.cache().maxAge(), Duration.ofMillis(1), Duration.ofDays(1));
    time("wait-limit", auth.waitLimit(), Duration.ofMillis(1), settings.requestTimeout());
    if (auth.waitLimit().equals(settings.requestTimeout())) {
      problems.add("gateway.auth.wait-limit must be shorter than gateway.request-timeout");
    }
    var jwks = auth.jwks();
    time("jwks.min-interval", jwks.minInterval(), Duration.ofMillis(1), Duration.ofDays(1));
    time("jwks.refresh-interval", jwks.refreshInterval(), jwks.minInterval(), Duration.ofDays(1));
    time("jwks.timeout", jwks.timeout(), Duration.ofMillis(1), Duration.ofMinutes(5));
    range("jwks.max-size", jwks.maxSize().bytes(), 1, 64L << 20);
  }

  private void needed(String key, Optional<String> value) {
    if (value.isEmpty() || value.get().isBlank()) {
      problems.add("gateway.auth.mode=jwt needs gateway.auth." + key);
    }
  }

  private void range(String key, long value, long least, long most) {
    if (value < least || value > most) {
      problems.add(
          "gateway.auth." + key + " must be from " + least + " to " + most + ", not " + value);
    }
  }

  private void time(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      problems.add("gateway.auth." + key + " must be from " + least.toMillis() + "ms to "
          + most.toMillis() + "ms, not " + value.toMillis() + "ms");
    }
  }
}
