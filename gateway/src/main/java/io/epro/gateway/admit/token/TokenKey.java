package io.epro.gateway.admit.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import io.epro.gateway.admit.token.ReadToken.Legible;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key that tokens are signed with. It is made for one algorithm, so that a token cannot have
 * it used for another. Thread-safe.
 */
final class TokenKey {
  private static final int LEAST_RSA_BITS = 2048;
  /** Larger ones are too dear to check. */
  private static final int MOST_RSA_BITS = 8192;

  private final @Nullable String id;
  private final Algorithm algorithm;
  private final PublicKey key;
  private final JWSVerifier verifier;
  private volatile boolean retired;

  private TokenKey(@Nullable String id, Algorithm algorithm, PublicKey key, JWSVerifier verifier) {
    this.id = id;
    this.algorithm = algorithm;
    this.key = key;
    this.verifier = verifier;
  }

  /**
   * Empty for what tokens cannot be checked with: RSA under 2048 or over 8192 bits, EC on another
   * curve than P-256, any other kind.
   *
   * @param id the key's {@code kid}
   */
  static Optional<TokenKey> of(@Nullable String id, PublicKey key) {
    try {
      return switch (key) {
        case RSAPublicKey rsa when isUsable(rsa) -> Optional.of(
            new TokenKey(id, Algorithm.RS256, rsa, new RSASSAVerifier(rsa)));
        case ECPublicKey ec when Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams())) ->
          Optional.of(new TokenKey(id, Algorithm.ES256, ec, new ECDSAVerifier(ec)));
        default -> Optional.empty();
      };
    } catch (JOSEException e) {
      return Optional.empty();
    }
  }

  @Nullable
  String id() {
    return id;
  }

  Algorithm algorithm() {
    return algorithm;
  }

  /** The same key under the same id. */
  boolean isSame(TokenKey other) {
    return Objects.equals(id, other.id) && key.equals(other.key);
  }

  /** Whether the token's signature is of this key; takes some ten to some hundred microseconds. */
  boolean signed(Legible token) {
    try {
      return token.algorithm() == algorithm
          && verifier.verify(algorithm.header(), token.signed(), token.signature());
    } catch (JOSEException e) {
      return false;
    }
  }

  /** From now on nothing that it has signed is good. */
  void retire() {
    retired = true;
  }

  boolean retired() {
    return retired;
  }

  private static boolean isUsable(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    return bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS
        && key.getPublicExponent().bitLength() > 1;
  }
}
