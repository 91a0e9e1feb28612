package io.epro.gateway.admit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.Sender;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
  private static final Sender PATIENT = new Sender("P-1");
  private static final TokenHash HASH = TokenHash.of("a.b.c");
  private final TokenKey key = TokenKey.of("k", SigningKey.ec("k").pair().getPublic())
      .orElseThrow();

  @Test
  void aTokenIsKnownUntilItsLastMillisecondAndNotOneMore() {
    var tokens = new VerifiedTokens(10, Duration.ofMinutes(10));
    tokens.add(HASH, PATIENT, 1000, key);

    assertThat(tokens.find(HASH, 999)).isEqualTo(PATIENT);
    assertThat(tokens.find(HASH, 1000)).isNull();
    assertThat(tokens.find(HASH, 999)).as("forgotten").isNull();
  }

  @Test
  void aTokenIsKnownNoLongerThanTheMaximumAge() {
    var tokens = new VerifiedTokens(10, Duration.ofMillis(50));
    tokens.add(HASH, PATIENT, Long.MAX_VALUE, key);

    await().atMost(Duration.ofSeconds(5)).until(() -> tokens.find(HASH, 0) == null);
  }

  @Test
  void aTokenOfAKeyThatIsGoneIsNotKnown() {
    var tokens = new VerifiedTokens(10, Duration.ofMinutes(10));
    tokens.add(HASH, PATIENT, 1000, key);

    key.retire();

    assertThat(tokens.find(HASH, 0)).isNull();
    tokens.add(HASH, PATIENT, 1000, key); // by a check that was under way
    assertThat(tokens.find(HASH, 0)).isNull();
    tokens.add(HASH, PATIENT, 1000, key);
    tokens.forgetRetired();
    assertThat(tokens.size()).isZero();
  }

  @Test
  void moreThanTheBoundAreNotKept() {
    var tokens = new VerifiedTokens(100, Duration.ofMinutes(10));

    for (int i = 0; i < 10_000; i++) {
      tokens.add(TokenHash.of("token " + i), PATIENT, 1000, key);
    }

    assertThat(tokens.size()).isLessThanOrEqualTo(100);
  }

  @Test
  void aBoundOfNoneKeepsNone() {
    var tokens = new VerifiedTokens(0, Duration.ofMinutes(10));
    tokens.add(HASH, PATIENT, 1000, key);

    assertThat(tokens.find(HASH, 0)).isNull();
  }

  @Test
  void anotherTokenHasAnotherHash() {
    assertThat(TokenHash.of("a.b.c")).isEqualTo(HASH);
    assertThat(TokenHash.of("a.b.d")).isNotEqualTo(HASH);
  }
}
