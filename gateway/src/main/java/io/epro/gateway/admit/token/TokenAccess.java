package io.epro.gateway.admit.token;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Credential;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import io.epro.gateway.admit.token.Judgement.Good;
import io.epro.gateway.admit.token.Judgement.Wrong;
import io.epro.gateway.admit.token.ReadToken.Legible;
import io.epro.gateway.admit.token.ReadToken.Illegible;
import io.epro.observe.Health;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who sends by a bearer token (RFC 6750, 7519). In this order, the cheap before the dear: is the
 * token known to be good, is it well-formed, does it say what it must, is its key known, is the
 * signature of that key. The first three are done at once; keys and signatures on threads of their
 * own. That claims are judged before the signature tells a stranger nothing but what the claims of
 * their own making come to, and keeps expired tokens from costing a signature each time.
 */
public final class TokenAccess implements Access, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TokenAccess.class);
  private static final Finding BUSY = new Finding.Busy();

  private final TokenReader reader;
  private final ClaimRules rules;
  private final TokenLimits limits;
  private final InstantSource clock;
  private final TokenMetrics metrics;
  private final VerifiedTokens verified;
  private final SignatureChecks signatures;
  private final Keys keys;
  private final AtomicInteger waitingForKeys = new AtomicInteger();

  /** A token whose claims are good, and which waits for its key or its signature's check. */
  private record Candidate(TokenHash hash, Legible token, Sender sender, long expiresMillis) {
    @Override
    public String toString() {
      return "Candidate[redacted]";
    }
  }

  /** Access by tokens; {@link #start()} gets the keys. */
  public TokenAccess(KeySource source, ClaimRules rules, TokenLimits limits, InstantSource clock,
      MeterRegistry registry) {
    this.reader = new TokenReader(rules.patientClaim(), limits.maxLength());
    this.rules = rules;
    this.limits = limits;
    this.clock = clock;
    this.metrics = new TokenMetrics(registry);
    this.verified = new VerifiedTokens(limits.cached(), limits.cachedFor());
    this.signatures = new SignatureChecks(limits.threads(), limits.maxWaiting());
    this.keys = switch (source) {
      case KeySource.PemFile(var path) -> new PublicKeyFile(path);
      case KeySource.Jwks jwks -> new JwksKeys(new HttpJwks(jwks),
          new RefreshSchedule(jwks.interval(), jwks.minInterval()), jwks.url().getHost(), metrics,
          verified::forgetRetired);
    };
    metrics.gauge("cache.tokens", "tokens known to be good; bound: gateway.auth.cache.max-tokens",
        verified::size);
    metrics.gauge("keys", "public keys that are known", () -> keys.current().keys().size());
    metrics.gauge("waiting", "requests that wait for their token's key or signature check; bound:"
        + " gateway.auth.max-waiting for each",
        () -> waitingForKeys.get() + signatures.waiting());
  }

  /** @throws IOException in plain words, when there will never be keys */
  public void start() throws IOException {
    keys.start();
  }

  /** Ready once there are keys; then for good. */
  public Health health() {
    return keys.health();
  }

  @Override
  public void close() {
    keys.close();
    signatures.close();
  }

  @Override
  public Finding identify(Credential credential) {
    return switch (credential) {
      case Credential.None none -> stranger(TokenFault.MISSING);
      case Credential.Unreadable unreadable -> stranger(TokenFault.UNREADABLE);
      case Credential.Token(var text) when text.length() > limits.maxLength() ->
        stranger(TokenFault.MALFORMED);
      case Credential.Token(var text) -> identify(text);
    };
  }

  private Finding identify(String text) {
    var hash = TokenHash.of(text);
    long now = clock.millis();
    var known = verified.find(hash, now);
    if (known != null) {
      metrics.cached();
      return known;
    }
    return switch (reader.read(text)) {
      case Illegible(var fault) -> stranger(fault);
      case Legible token -> switch (rules.judge(token.claims(), now)) {
        case Wrong(var fault) -> stranger(fault);
        case Good(var sender, var expires) ->
          candidate(new Candidate(hash, token, sender, expires));
      };
    };
  }

  private Finding candidate(Candidate candidate) {
    var token = candidate.token();
    return switch (keys.current().find(token.algorithm(), token.keyId())) {
      case KeySet.Search.Found(var key) -> check(candidate, key);
      case KeySet.Search.Wrong wrong -> stranger(TokenFault.UNKNOWN_KEY);
      case KeySet.Search.Unknown unknown -> awaitKey(candidate);
    };
  }

  private Finding awaitKey(Candidate candidate) {
    if (waitingForKeys.incrementAndGet() > limits.maxWaiting()) {
      waitingForKeys.decrementAndGet();
      return busy();
    }
    var found = keys.newer().thenCompose(newer -> {
      waitingForKeys.decrementAndGet();
      return settled(withKeys(newer, candidate));
    });
    return new Finding.Undecided(found, unknownKey());
  }

  private Finding withKeys(KeySet newer, Candidate candidate) {
    var token = candidate.token();
    if (newer.find(token.algorithm(), token.keyId()) instanceof KeySet.Search.Found(var key)) {
      return check(candidate, key);
    }
    if (newer.keys().isEmpty()) {
      metrics.noKeys();
    } else {
      metrics.refused(TokenFault.UNKNOWN_KEY);
    }
    return unknownKey();
  }

  /** Without any key nothing can be said of a token; with some, that this one has none of them. */
  private Finding unknownKey() {
    return keys.current().keys().isEmpty()
        ? new Finding.NoKeys() : new Finding.Stranger(TokenFault.UNKNOWN_KEY);
  }

  private Finding check(Candidate candidate, TokenKey key) {
    var found = signatures.submit(() -> checked(candidate, key));
    return found == null ? busy() : new Finding.Undecided(found.exceptionally(this::bug), BUSY);
  }

  private Finding checked(Candidate candidate, TokenKey key) {
    if (!key.signed(candidate.token()) || key.retired()) {
      return stranger(TokenFault.BAD_SIGNATURE);
    }
    verified.add(candidate.hash(), candidate.sender(), candidate.expiresMillis(), key);
    metrics.verified();
    return candidate.sender();
  }

  private Finding bug(Throwable failure) {
    // Without its message, which might quote the token.
    log.atError().addKeyValue("failure", failure.getClass().getName()).log("a token met a bug");
    return busy();
  }

  private Finding stranger(TokenFault fault) {
    metrics.refused(fault);
    return new Finding.Stranger(fault);
  }

  private Finding busy() {
    metrics.busy();
    return BUSY;
  }

  private static CompletionStage<Finding> settled(Finding finding) {
    return finding instanceof Finding.Undecided(var found, var otherwise)
        ? found : CompletableFuture.completedStage(finding);
  }
}
