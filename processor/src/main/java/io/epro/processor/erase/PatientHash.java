package io.epro.processor.erase;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a patient's id: HMAC-SHA256 (RFC 2104) of its UTF-8. Patients' ids can be counted through, so
 * that a hash without a key would be the id in other words. For one thread.
 */
public final class PatientHash {
  public static final int BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";
  /** No patient's id has parentheses. */
  private static final byte[] FIXED = "(check)".getBytes(StandardCharsets.US_ASCII);

  private final Mac mac;
  private final byte[] hash = new byte[BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(hash);

  /** @param key at least one byte; as strong as it is hard to guess */
  public PatientHash(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** @return all of its array, overwritten by the next call */
  public ByteBuffer of(byte[] utf8, int from, int to) {
    try {
      mac.update(utf8, from, to - from);
      mac.doFinal(hash, 0);
      return view;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the hash has " + BYTES + " bytes", e);
    }
  }

  /** The same for everybody who has the key, and of no patient. */
  public byte[] ofKey() {
    return of(FIXED, 0, FIXED.length).array().clone();
  }
}
