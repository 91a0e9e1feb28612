package io.epro.bench.safeguards;

import java.nio.ByteBuffer;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A security provider whose "SHA-256" is a CRC-32, for stream threads alone: connections to the database
 * go on with the real one. It still tells the sample reports apart, and costs next to nothing.
 */
final class CheapDigests extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String STREAM_THREAD = "-StreamThread-";

  CheapDigests() {
    super("cheap", "1", "a checksum in place of SHA-256");
    putService(new Service(this, "MessageDigest", "SHA-256", Checksum.class.getName(), null, null) {
      @Override
      public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
        if (!Thread.currentThread().getName().contains(STREAM_THREAD)) {
          throw new NoSuchAlgorithmException("not on a stream thread: the next provider is asked");
        }
        return new Checksum();
      }
    });
  }

  private static final class Checksum extends MessageDigestSpi {
    private static final int LENGTH = 32;
    private final CRC32 crc = new CRC32();

    @Override
    protected int engineGetDigestLength() {
      return LENGTH;
    }

    @Override
    protected void engineUpdate(byte input) {
      crc.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      crc.update(input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
      byte[] digest = ByteBuffer.allocate(LENGTH).putLong(crc.getValue()).array();
      crc.reset();
      return digest;
    }

    @Override
    protected void engineReset() {
      crc.reset();
    }
  }
}
