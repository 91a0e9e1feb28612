package io.epro.gateway.admit.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a token may be signed (RFC 7518, 3.1). Nothing else is, and {@code none} least of all. */
enum Algorithm {
  RS256(JWSAlgorithm.RS256), ES256(JWSAlgorithm.ES256);

  @SuppressWarnings("ImmutableEnumChecker") // a header never changes
  private final JWSHeader header;

  Algorithm(JWSAlgorithm name) {
    this.header = new JWSHeader(name);
  }

  /** The whole of what Nimbus is told of a token's header: our choice, never the token's. */
  JWSHeader header() {
    return header;
  }

  static @Nullable Algorithm named(@Nullable String name) {
    return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }
}
