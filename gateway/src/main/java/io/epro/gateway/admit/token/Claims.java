package io.epro.gateway.admit.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, as far as it matters here.
 *
 * @param expires seconds since 1970, as {@code exp}; {@code notBefore} likewise
 * @param patient the patient claim
 * @param scopes the words of both claims that hold scopes
 */
record Claims(@Nullable String issuer, List<String> audience, @Nullable Long expires,
    @Nullable Long notBefore, @Nullable String patient, List<String> scopes) {
  @Override
  public String toString() {
    return "Claims[redacted]";
  }
}
