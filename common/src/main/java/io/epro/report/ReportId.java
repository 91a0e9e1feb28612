package io.epro.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of a report: a UUIDv8 (RFC 9562, section 5.8) of 48 bits of time and 74 bits of SHA-256, so
 * that the same report has the same id on any gateway without shared state, and ids sort by time.
 *
 * <p>The hash covers {@code tag ‖ length ‖ patientId ‖ content}: one tag byte (1 with an idempotency
 * key, 2 without), the length of the patient id in bytes as a big-endian int32, the patient id in
 * UTF-8, then the key's 16 bytes or the body's bytes after decompression. Bits 0-73 of the hash fill
 * the id's 12 bits after the version, then the 62 after the variant. The time is epoch milliseconds;
 * what does not fit into 0…2^48-1 counts as 0. {@code docs/api/report-id.md} has test vectors.
 *
 * <p>Thread-safe: each call takes a digest of its own thread.
 */
public final class ReportId {
  private static final byte TAG_KEY = 1;
  private static final byte TAG_BODY = 2;
  private static final long MAX_TIME = (1L << 48) - 1;
  private static final long LOW_62 = (1L << 62) - 1;
  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal
      .withInitial(ReportId::sha256);

  private ReportId() {}

  /**
   * The id of a report that came with an idempotency key.
   *
   * @param idempotencyKey any UUID; a version 7 also gives the id its time, others leave the time
   *     bits to the hash
   */
  public static UUID ofKey(String patientId, UUID idempotencyKey) {
    byte[] key = ByteBuffer.allocate(16)
        .putLong(idempotencyKey.getMostSignificantBits())
        .putLong(idempotencyKey.getLeastSignificantBits())
        .array();
    byte[] hash = hash(TAG_KEY, patientId, key);
    long time = idempotencyKey.version() == 7
        ? idempotencyKey.getMostSignificantBits() >>> 16
        : ByteBuffer.wrap(hash).getLong(10) >>> 16;
    return compose(time, hash);
  }

  /**
   * The id of a report without a key: a retry must be byte-identical to have the same one.
   *
   * @param timestamp the report's own, epoch milliseconds; 0 where it has none
   */
  public static UUID ofBody(String patientId, byte[] body, long timestamp) {
    return compose(timestamp, hash(TAG_BODY, patientId, body));
  }

  /** The 16 bytes of an id, as they stand in the record's header and in Postgres. */
  public static byte[] toBytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] hash(byte tag, String patientId, byte[] content) {
    byte[] patient = patientId.getBytes(StandardCharsets.UTF_8);
    var digest = SHA256.get();
    digest.update(tag);
    digest.update(ByteBuffer.allocate(4).putInt(patient.length).flip());
    digest.update(patient);
    return digest.digest(content);
  }

  private static UUID compose(long time, byte[] hash) {
    long millis = time < 0 || time > MAX_TIME ? 0 : time;
    long high = ByteBuffer.wrap(hash).getLong(0);
    long next = ByteBuffer.wrap(hash).getLong(8);
    long twelve = high >>> 52;
    long sixtyTwo = ((high << 12) | (next >>> 52)) >>> 2 & LOW_62;
    return new UUID(millis << 16 | 0x8000L | twelve, 0x8000_0000_0000_0000L | sixtyTwo);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
