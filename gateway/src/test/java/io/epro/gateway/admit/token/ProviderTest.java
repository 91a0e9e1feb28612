package io.epro.gateway.admit.token;

import static io.epro.gateway.admit.token.TestTokens.patient;
import static io.epro.gateway.admit.token.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.Credential;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Finding.Busy;
import io.epro.gateway.admit.Finding.NoKeys;
import io.epro.gateway.admit.Finding.Stranger;
import io.epro.gateway.admit.Finding.Undecided;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An identity provider that rotates its keys, goes away, is slow, or answers nonsense. */
@Timeout(60)
class ProviderTest {
  private static final SigningKey FIRST = SigningKey.rsa("first");
  private static final SigningKey SECOND = SigningKey.ec("second");
  private static final Sender PATIENT = new Sender("P-1");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<Instant> now = new AtomicReference<>(TestTokens.NOW);
  private FakeProvider provider;
  private TokenAccess access;

  @BeforeEach
  void start() throws IOException {
    provider = new FakeProvider().with(FIRST);
    begin(provider.source(), TestTokens.LIMITS);
    await().until(() -> access.health().ready());
  }

  @AfterEach
  void stop() {
    access.close();
    provider.close();
  }

  @Test
  void aTokenIsCheckedOnceAndThenKnown() throws Exception {
    var token = patient(FIRST, "P-1");

    assertThat(identify(token)).isEqualTo(PATIENT);
    assertThat(access.identify(new Credential.Token(token))).isEqualTo(PATIENT);

    assertThat(tokens("verified")).isEqualTo(1);
    assertThat(tokens("cached")).isEqualTo(1);
    assertThat(gauge("cache.tokens")).isEqualTo(1);
    assertThat(gauge("keys")).isEqualTo(1);
    assertThat(gauge("keys.age.seconds")).isBetween(0.0, 60.0);
  }

  @Test
  void aKnownTokenIsRefusedOnceItHasExpired() throws Exception {
    var token = patient(FIRST, "P-1");
    assertThat(identify(token)).isEqualTo(PATIENT);

    now.set(TestTokens.NOW.plusSeconds(330)); // expired, but within the skew
    assertThat(identify(token)).isEqualTo(PATIENT);
    assertThat(tokens("cached")).isZero();

    now.set(TestTokens.NOW.plusSeconds(360));
    assertThat(identify(token)).isEqualTo(new Stranger(TokenFault.EXPIRED));
  }

  @Test
  void aNewKeyIsFetchedWhenATokenNamesIt() throws Exception {
    provider.with(FIRST, SECOND);

    assertThat(identify(patient(SECOND, "P-1"))).isEqualTo(PATIENT);
    assertThat(provider.fetches()).isEqualTo(2);
  }

  @Test
  void whatAGoneKeyHasSignedIsGoodNoLonger() throws Exception {
    var token = patient(FIRST, "P-1");
    assertThat(identify(token)).isEqualTo(PATIENT);

    provider.with(SECOND);
    assertThat(identify(patient(SECOND, "P-1"))).isEqualTo(PATIENT);

    assertThat(gauge("cache.tokens")).isEqualTo(1);
    assertThat(identify(token)).isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
  }

  @Test
  void aKeyExchangedUnderItsNameIsAnotherKey() throws Exception {
    var token = patient(FIRST, "P-1");
    assertThat(identify(token)).isEqualTo(PATIENT);

    var other = SigningKey.rsa("first");
    provider.with(other, SECOND);
    identify(patient(SECOND, "P-1"));

    assertThat(identify(token)).isEqualTo(new Stranger(TokenFault.BAD_SIGNATURE));
    assertThat(identify(patient(other, "P-1"))).isEqualTo(PATIENT);
  }

  @Test
  void whileTheProviderIsAwayKnownKeysStayGood() throws Exception {
    provider.close();

    assertThat(identify(patient(FIRST, "P-1"))).isEqualTo(PATIENT);
    assertThat(identify(patient(SECOND, "P-1")))
        .isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
    assertThat(identify(patient(FIRST, "P-2"))).isEqualTo(new Sender("P-2"));
    assertThat(access.health().ready()).isTrue();
    assertThat(registry.get("epro.gateway.auth.refreshes").tag("result", "failed").counter()
        .count()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"500|{\"keys\":[]}", "404|none", "302|moved",
    "200|{\"keys\":[]}", "200|<html>", "200|{\"keys\":\"x\"}"})
  void nonsenseDoesNotTakeKeysAway(int status, String answer) throws Exception {
    provider.answering(status, answer);

    assertThat(identify(patient(SECOND, "P-1")))
        .isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
    assertThat(identify(patient(FIRST, "P-1"))).isEqualTo(PATIENT);
    assertThat(access.health().ready()).isTrue();
  }

  @Test
  void anEndlessAnswerIsCutOff() throws Exception {
    provider.answering(200, "{\"keys\":[" + " ".repeat(70_000) + SECOND.jwk() + "]}");

    assertThat(identify(patient(SECOND, "P-1")))
        .isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
    assertThat(identify(patient(FIRST, "P-1"))).isEqualTo(PATIENT);
  }

  @Test
  void aSlowProviderHoldsNobodyWhoIsKnownAndNobodyForLong() throws Exception {
    provider.with(FIRST, SECOND).hold();
    var waiting = (Undecided) access.identify(new Credential.Token(patient(SECOND, "P-1")));
    await().until(() -> provider.fetches() == 2);

    assertThat(identify(patient(FIRST, "P-1"))).isEqualTo(PATIENT);
    assertThat(waiting.otherwise()).isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
    // The fetch has two seconds, headers and body.
    assertThat(waiting.found().toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
    provider.release();
    assertThat(identify(patient(SECOND, "P-1"))).isEqualTo(PATIENT);
  }

  @Test
  void aStormOfUnknownKeysIsAFewFetches() throws Exception {
    long begin = System.nanoTime();
    int strangers = 0;
    while (System.nanoTime() - begin < Duration.ofSeconds(1).toNanos()) {
      var found = identify(
          signed(FIRST.renamed("key-" + strangers++), TestTokens.claims(Map.of())));
      assertThat(found).isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
    }
    long tenths = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 100;

    assertThat(provider.fetches()).isLessThanOrEqualTo((int) tenths + 2);
    assertThat(identify(patient(FIRST, "P-1"))).isEqualTo(PATIENT);
  }

  @Test
  void aBoundedNumberWaitsForAKey() throws Exception {
    var limits = TestTokens.LIMITS;
    access.close();
    begin(provider.source(), new TokenLimits(limits.maxLength(), 1, 5, limits.cached(),
        limits.cachedFor()));
    await().until(() -> access.health().ready());
    provider.hold();
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < 8; i++) {
      findings.add(access.identify(new Credential.Token(patient(SECOND, "P-" + i))));
    }

    assertThat(findings).filteredOn(Undecided.class::isInstance).hasSize(5);
    assertThat(findings).filteredOn(Busy.class::isInstance).hasSize(3);
    assertThat(gauge("waiting")).isEqualTo(5);
    provider.release();
    await().until(() -> gauge("waiting") == 0);
  }

  @Test
  void aProviderThatIsAwayAtTheStartIsWaitedFor() throws Exception {
    access.close();
    provider.answering(503, "none");
    begin(provider.source(), TestTokens.LIMITS);
    await().until(() -> access.health().reasons().toString().contains("answered 503"));

    assertThat(access.health().ready()).isFalse();
    assertThat(identify(patient(FIRST, "P-1"))).isEqualTo(new NoKeys());

    provider.with(FIRST);
    await().until(() -> access.health().ready());
    assertThat(identify(patient(FIRST, "P-1"))).isEqualTo(PATIENT);
  }

  @Test
  void keysAreFetchedInTheBackgroundToo() throws Exception {
    access.close();
    begin(new KeySource.Jwks(provider.url(), Duration.ofMillis(150), Duration.ofMillis(100),
        Duration.ofSeconds(2), 64 << 10), TestTokens.LIMITS);
    await().until(() -> access.health().ready());

    provider.with(FIRST, SECOND);

    await().until(() -> gauge("keys") == 2);
  }

  @Test
  void whoWaitsWhenTheGatewayStopsIsNotLeftWaiting() throws Exception {
    provider.hold();
    var waiting = (Undecided) access.identify(new Credential.Token(patient(SECOND, "P-1")));
    await().until(() -> provider.fetches() == 2);

    access.close();

    assertThat(waiting.found().toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isEqualTo(new Stranger(TokenFault.UNKNOWN_KEY));
  }

  private void begin(KeySource source, TokenLimits limits) throws IOException {
    registry.clear();
    access = new TokenAccess(source, TestTokens.RULES, limits, now::get, registry);
    access.start();
  }

  private Finding identify(String token) throws Exception {
    var finding = access.identify(new Credential.Token(token));
    return finding instanceof Undecided(var found, var otherwise)
        ? found.toCompletableFuture().get(10, TimeUnit.SECONDS) : finding;
  }

  private double tokens(String outcome) {
    return registry.get("epro.gateway.auth.tokens").tag("outcome", outcome).counter().count();
  }

  private double gauge(String name) {
    return registry.get("epro.gateway.auth." + name).gauge().value();
  }
}
