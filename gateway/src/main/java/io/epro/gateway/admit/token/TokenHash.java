package io.epro.gateway.admit.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a token: enough to know it again, and of no use to a thief. */
record TokenHash(long a, long b, long c, long d) {
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal
      .withInitial(TokenHash::digest);

  /** @param token in ASCII; another character would not have come through the header */
  static TokenHash of(String token) {
    var hash = ByteBuffer.wrap(DIGEST.get().digest(token.getBytes(StandardCharsets.UTF_8)));
    return new TokenHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  @Override
  public int hashCode() {
    return (int) a;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
