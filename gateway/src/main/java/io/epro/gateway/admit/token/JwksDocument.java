package io.epro.gateway.admit.token;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of a key set that tokens can be checked with. One that cannot (encryption, HMAC, too short,
 * another curve, damaged) is passed over: providers have those beside the others.
 */
final class JwksDocument {
  private static final int MAX_KEYS = 100;

  private JwksDocument() {}

  /**
   * Reads a key set; a key that was known before is the same object again.
   *
   * @throws IOException in plain words, when it is none or holds no key for us
   */
  static KeySet read(byte[] text, KeySet before) throws IOException {
    var keys = new ArrayList<TokenKey>();
    for (var one : list(text)) {
      var key = key(one);
      if (key.isPresent() && keys.stream().noneMatch(other -> clash(other, key.get()))) {
        keys.add(before.keys().stream().filter(known -> known.isSame(key.get())).findFirst()
            .orElse(key.get()));
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("the key set has no key for RS256 or ES256");
    }
    return KeySet.of(keys);
  }

  private static boolean clash(TokenKey one, TokenKey other) {
    return one.algorithm() == other.algorithm() && java.util.Objects.equals(one.id(), other.id());
  }

  private static List<Map<String, Object>> list(byte[] text) throws IOException {
    try {
      var list = JSONObjectUtils.getJSONObjectArray(
          JSONObjectUtils.parse(new String(text, StandardCharsets.UTF_8)), "keys");
      if (list == null || list.length > MAX_KEYS) {
        throw new IOException("the answer is no key set of up to " + MAX_KEYS + " keys");
      }
      return List.of(list);
    } catch (ParseException e) {
      throw new IOException("the answer is no key set", e);
    }
  }

  private static Optional<TokenKey> key(Map<String, Object> json) {
    try {
      var key = JWK.parse(json);
      var use = key.getKeyUse();
      var operations = key.getKeyOperations();
      boolean signs = (use == null || use.equals(KeyUse.SIGNATURE))
          && (operations == null || operations.contains(KeyOperation.VERIFY));
      var usable = switch (key) {
        case RSAKey rsa when signs -> TokenKey.of(rsa.getKeyID(), rsa.toRSAPublicKey());
        case ECKey ec when signs -> TokenKey.of(ec.getKeyID(), ec.toECPublicKey());
        default -> Optional.<TokenKey>empty();
      };
      return usable.filter(one -> isFor(key.getAlgorithm(), one));
    } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static boolean isFor(Algorithm named, TokenKey key) {
    return named == null || named.getName().equals(key.algorithm().name());
  }
}
