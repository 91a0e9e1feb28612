package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.admit.Admission;
import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.Permit;
import io.epro.gateway.receive.Gunzip.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What comes out is what the JDK's GZIPInputStream makes of the same bytes. That one passes over whatever
 * follows the last member, and checks a header's own checksum, which RFC 1952 leaves open: ours does
 * neither. And whatever comes of it, no byte stays counted.
 */
public final class FuzzGunzip {
  private static final int MOST = 20_000;
  private static final int FLAGS = 3;
  private static final int HEADER_CHECKSUM = 0x02;
  private static final int UNKNOWN_FLAGS = 0xE0;
  private static final Gunzip GUNZIP = new Gunzip();
  private static final Admission ADMISSION = new Admission(new Bounds(1, 1, 1 << 20),
      System::nanoTime, () -> 0);

  private FuzzGunzip() {}

  /** Called by Jazzer, once for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var expected = theirs(input);
    switch (ours(input)) {
      case Result.Inflated(var bytes) -> {
        if (!hasFlags(input, HEADER_CHECKSUM)) {
          assertThat(bytes).isEqualTo(expected);
        }
      }
      case Result.TooLarge large -> {
        if (!hasFlags(input, HEADER_CHECKSUM)) {
          assertThat(expected).hasSize(MOST + 1);
        }
      }
      case Result.Broken broken -> {
        if (expected != null && !hasFlags(input, UNKNOWN_FLAGS)) {
          assertThat(hasPrefixOf(expected, input)).isTrue();
        }
      }
      case Result.NoRoom none -> throw new AssertionError("there was room");
    }
  }

  private static Result ours(byte[] input) {
    var permit = (Permit) ADMISSION.enter(input.length);
    var result = GUNZIP.inflate(input, MOST, permit);
    permit.releasePlace();
    permit.releaseBytes();
    assertThat(ADMISSION.inflightBytes()).isZero();
    return result;
  }

  /** Null where it is broken. */
  private static byte @Nullable [] theirs(byte[] input) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(input))) {
      return in.readNBytes(MOST + 1);
    } catch (IOException e) {
      return null;
    }
  }

  /** In any place where a member may begin: more than there are, which only makes this weaker. */
  private static boolean hasFlags(byte[] input, int flags) {
    for (int i = 0; i + FLAGS < input.length; i++) {
      if (input[i] == 0x1F && (input[i + 1] & 0xFF) == 0x8B && (input[i + FLAGS] & flags) != 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPrefixOf(byte[] expected, byte[] input) {
    for (int length = input.length - 1; length > 0; length--) {
      if (ours(Arrays.copyOf(input, length)) instanceof Result.Inflated(var bytes)
          && Arrays.equals(bytes, expected)) {
        return true;
      }
    }
    return false;
  }
}
