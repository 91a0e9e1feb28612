package io.epro.e2e.load;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256, by which bytes are known once they are no longer kept. */
public record Digest(long a, long b, long c, long d) {

  /** Of these bytes. */
  public static Digest of(byte[] content) {
    try {
      return ofHash(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** @param hash the 32 bytes of a SHA-256 that was made elsewhere */
  public static Digest ofHash(byte[] hash) {
    var words = ByteBuffer.wrap(hash);
    return new Digest(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  /** Lower case, as the gateway gives it. */
  public String hex() {
    var format = HexFormat.of();
    return format.toHexDigits(a) + format.toHexDigits(b) + format.toHexDigits(c)
        + format.toHexDigits(d);
  }
}
