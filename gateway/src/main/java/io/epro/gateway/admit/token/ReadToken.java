package io.epro.gateway.admit.token;

import com.nimbusds.jose.util.Base64URL;
import io.epro.gateway.admit.TokenFault;
import org.jspecify.annotations.Nullable;

/** A token's text taken apart. */
sealed interface ReadToken {

  /**
   * Well-formed, and nothing more: neither the claims nor the signature were checked.
   *
   * @param keyId the header's {@code kid}
   * @param signed what the signature is over
   */
  record Legible(Algorithm algorithm, @Nullable String keyId, Claims claims, byte[] signed,
      Base64URL signature) implements ReadToken {
    @Override
    public String toString() {
      return "Legible[redacted]";
    }
  }

  /** Out of form, or asking for what we do not do. */
  record Illegible(TokenFault fault) implements ReadToken {}
}
