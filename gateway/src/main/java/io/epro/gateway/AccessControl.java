package io.epro.gateway;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.token.ClaimRules;
import io.epro.gateway.admit.token.KeySource;
import io.epro.gateway.admit.token.TokenAccess;
import io.epro.gateway.admit.token.TokenLimits;
import io.epro.observe.Health;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may send, as the settings have it. Construction does no I/O. */
public final class AccessControl implements AutoCloseable {
  private final Optional<TokenAccess> tokens;

  private AccessControl(Optional<TokenAccess> tokens) {
    this.tokens = tokens;
  }

  /** @param settings without problems, as {@link GatewayProblems} finds them */
  public static AccessControl of(GatewaySettings.Auth settings, InstantSource clock,
      MeterRegistry registry) {
    return switch (settings.mode()) {
      case NONE -> new AccessControl(Optional.empty());
      case JWT -> new AccessControl(Optional.of(new TokenAccess(sources(settings).getFirst(),
          new ClaimRules(settings.issuer().orElseThrow(), settings.audience().orElseThrow(),
              settings.patientClaim(), settings.anyPatientScope(), settings.clockSkew()),
          limits(settings), clock, registry)));
    };
  }

  /** Where the keys are, as often as that is said; it should be once. */
  static List<KeySource> sources(GatewaySettings.Auth settings) {
    var jwks = settings.jwks();
    Stream<KeySource> urls = jwks.url().stream()
        .map(url -> new KeySource.Jwks(url, jwks.refreshInterval(), jwks.minInterval(),
            jwks.timeout(), (int) Math.min(Integer.MAX_VALUE, jwks.maxSize().bytes())));
    Stream<KeySource> files = settings.publicKey().stream().map(KeySource.PemFile::new);
    return Stream.concat(urls, files).toList();
  }

  public Access access() {
    return tokens.<Access>map(access -> access).orElseGet(Access::open);
  }

  /** @throws IOException in plain words, when there will never be keys */
  public void start() throws IOException {
    if (tokens.isPresent()) {
      tokens.get().start();
    }
  }

  public Health health() {
    return tokens.map(TokenAccess::health).orElse(Health.READY);
  }

  @Override
  public void close() {
    tokens.ifPresent(TokenAccess::close);
  }

  private static TokenLimits limits(GatewaySettings.Auth settings) {
    int threads = settings.threads() == 0
        ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : settings.threads();
    return new TokenLimits(settings.maxToken().intBytes(), threads, settings.maxWaiting(),
        settings.cache().maxTokens(), settings.cache().maxAge());
  }
}
