package io.epro.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.epro.config.ConfigException;
import io.smallrye.config.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {
  private static final String TOKEN = "0123456789abcdef01234567";

  @ParameterizedTest
  @ValueSource(strings = {"Bearer " + TOKEN, "bearer " + TOKEN, "Bearer  " + TOKEN + " "})
  void theTokenOpens(String authorization) {
    assertThat(token(TOKEN).opens(authorization)).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {TOKEN, "Bearer", "Bearer ", "Basic " + TOKEN, "Bearer " + TOKEN + "8",
    "Bearer 0123456789abcdef0123456", "Bearer 0123456789ABCDEF01234567"})
  void nothingElseDoes(String authorization) {
    assertThat(token(TOKEN).opens(authorization)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "0123456789abcdef0123456", "0123456789abcdef 01234567",
    "0123456789abcdef01234567\n", "0123456789abcdef0123456ü"})
  void oneThatIsTooShortOrCannotBeSentIsAnErrorThatDoesNotShowIt(String token) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> AdminToken.checked("x.admin.token", Optional.of(secret(token))))
        .withMessageContaining("x.admin.token").withMessageNotContaining(token);
  }

  @Test
  void noneIsNoError() {
    assertThat(AdminToken.checked("x.admin.token", Optional.empty())).isEmpty();
  }

  static AdminToken token(String token) {
    return AdminToken.checked("x.admin.token", Optional.of(secret(token))).orElseThrow();
  }

  private static Secret<String> secret(String value) {
    return () -> value;
  }
}
