package io.epro.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.Secret;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {
  private static final String TOKEN = "0123456789abcdef01234567";

  @Test
  void theTokenIsForReadingUnlessItIsForMore() {
    assertThat(token(TOKEN).of(TOKEN)).get()
        .matches(user -> user.roles().equals(Set.of(AdminRole.READ)));
    assertThat(AdminToken.of(Optional.of(secret(TOKEN)), Set.of(AdminRole.RAW)).orElseThrow()
        .of(TOKEN)).get()
        .matches(user -> user.roles().equals(Set.of(AdminRole.READ, AdminRole.RAW)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", TOKEN + "8", "0123456789abcdef0123456", "0123456789ABCDEF01234567"})
  void nothingElseDoes(String other) {
    assertThat(token(TOKEN).of(other)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "0123456789abcdef0123456", "0123456789abcdef 01234567",
    "0123456789abcdef01234567\n", "0123456789abcdef0123456ü"})
  void oneThatIsTooShortOrCannotBeSentIsAnErrorThatDoesNotShowIt(String token) {
    assertThat(AdminToken.problems("x.admin.token", Optional.of(secret(token)))).singleElement()
        .asString().contains("x.admin.token").doesNotContain(token);
  }

  @Test
  void noneIsNoError() {
    assertThat(AdminToken.problems("x.admin.token", Optional.empty())).isEmpty();
    assertThat(AdminToken.of(Optional.empty())).isEmpty();
  }

  static AdminToken token(String token) {
    return AdminToken.of(Optional.of(secret(token))).orElseThrow();
  }

  private static Secret<String> secret(String value) {
    return () -> value;
  }
}
