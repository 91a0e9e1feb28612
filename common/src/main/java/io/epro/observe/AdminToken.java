package io.epro.observe;

import io.epro.config.ConfigException;
import io.smallrye.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret that opens {@code /debug/} on an admin port, sent as {@code Authorization: Bearer …}.
 * Compared in constant time, as a hash, so that not even its length shows.
 */
public final class AdminToken {
  private static final int MIN_LENGTH = 24;
  private static final int MAX_LENGTH = 256;
  private static final String SCHEME = "Bearer ";

  private final byte[] hash;

  private AdminToken(String token) {
    hash = hash(token);
  }

  /** @param token without problems, as {@link #problems} finds them */
  public static Optional<AdminToken> of(Optional<Secret<String>> token) {
    return value(token).map(AdminToken::new);
  }

  /** @throws ConfigException when it is out of form */
  public static Optional<AdminToken> checked(String key, Optional<Secret<String>> token) {
    var problems = problems(key, token);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return of(token);
  }

  /** What is wrong with a configured token, without the token. */
  public static List<String> problems(String key, Optional<Secret<String>> token) {
    return value(token).filter(text -> !wellFormed(text))
        .map(text -> key + " must have " + MIN_LENGTH + " to " + MAX_LENGTH
            + " characters, all of A-Za-z0-9._~+/=- (openssl rand -hex 24 makes one)")
        .stream().toList();
  }

  boolean opens(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(hash, hash(authorization.substring(SCHEME.length()).strip()));
  }

  // A key that is not given comes as a secret of null.
  private static Optional<String> value(Optional<Secret<String>> token) {
    return token.map(Secret::get);
  }

  private static boolean wellFormed(String token) {
    return token.length() >= MIN_LENGTH && token.length() <= MAX_LENGTH
        && token.matches("[A-Za-z0-9._~+/=-]+");
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
