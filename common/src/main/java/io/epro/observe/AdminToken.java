package io.epro.observe;

import io.smallrye.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The secret that opens {@code /debug/} on an admin port, sent as {@code Authorization: Bearer …}.
 * Compared in constant time, as a hash, so that not even its length shows.
 */
public final class AdminToken implements AdminUsers {
  private static final int MIN_LENGTH = 24;
  private static final int MAX_LENGTH = 256;
  private static final String NAME = "the admin token";

  private final byte[] hash;
  private final AdminUser user;

  private AdminToken(String token, Collection<AdminRole> roles) {
    hash = hash(token);
    user = new AdminUser(NAME, AdminRole.withReading(roles));
  }

  /** For reading; a token without problems, as {@link #problems} finds them. */
  public static Optional<AdminToken> of(Optional<Secret<String>> token) {
    return value(token).map(text -> new AdminToken(text, Set.of(AdminRole.READ)));
  }

  /** The same, and for what these roles may do. */
  public static Optional<AdminToken> of(Optional<Secret<String>> token,
      Collection<AdminRole> roles) {
    return value(token).map(text -> new AdminToken(text, roles));
  }

  /** What is wrong with a configured token, without the token. */
  public static List<String> problems(String key, Optional<Secret<String>> token) {
    return value(token).filter(text -> !wellFormed(text))
        .map(text -> key + " must have " + MIN_LENGTH + " to " + MAX_LENGTH
            + " characters, all of A-Za-z0-9._~+/=- (openssl rand -hex 24 makes one)")
        .stream().toList();
  }

  @Override
  public Optional<AdminUser> of(String token) {
    return MessageDigest.isEqual(hash, hash(token)) ? Optional.of(user) : Optional.empty();
  }

  @Override
  public boolean onLoopbackToo() {
    return true;
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
