package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.admit.Admission;
import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.Permit;
import io.epro.gateway.receive.Gunzip.Result.Broken;
import io.epro.gateway.receive.Gunzip.Result.Inflated;
import io.epro.gateway.receive.Gunzip.Result.NoRoom;
import io.epro.gateway.receive.Gunzip.Result.TooLarge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {
  private static final int MOST = 100_000;
  private final Admission admission = new Admission(new Bounds(1, 1, 1 << 20), System::nanoTime,
      () -> 0);
  private final Gunzip gunzip = new Gunzip();

  @Property(tries = 200)
  void whatWasCompressedComesBackAndIsAllThatCounts(@ForAll byte[] bytes) {
    assertThat(inflate(gzip(bytes), MOST)).isInstanceOfSatisfying(Inflated.class,
        inflated -> assertThat(inflated.bytes()).isEqualTo(bytes));
  }

  @Test
  void asMuchAsTheBoundAndNoMore() {
    assertThat(inflate(gzip(new byte[MOST]), MOST)).isInstanceOf(Inflated.class);
    assertThat(inflate(gzip(new byte[MOST + 1]), MOST)).isInstanceOf(TooLarge.class);
  }

  @Test
  void aBombIsStoppedAtTheBound() {
    assertThat(inflate(gzip(new byte[50 << 20]), MOST)).isInstanceOf(TooLarge.class);
    assertThat(inflate(gzip(gzip(new byte[50 << 20])), MOST)).isInstanceOf(Inflated.class);
  }

  @Test
  void membersAddUpToOneBody() {
    var members = join(gzip(new byte[]{1}), gzip(new byte[]{}), gzip(new byte[]{2, 3}));
    assertThat(inflate(members, MOST)).isInstanceOfSatisfying(Inflated.class,
        inflated -> assertThat(inflated.bytes()).containsExactly(1, 2, 3));
    assertThat(inflate(join(gzip(new byte[MOST]), gzip(new byte[1])), MOST))
        .isInstanceOf(TooLarge.class);
  }

  @Test
  void whateverIsCutOffIsBroken() {
    var whole = gzip("{\"patientId\":\"P\"}".repeat(20).getBytes(StandardCharsets.UTF_8));
    for (int length = 0; length < whole.length; length++) {
      assertThat(inflate(Arrays.copyOf(whole, length), MOST)).isInstanceOf(Broken.class);
      assertThat(inflate(join(whole, Arrays.copyOf(whole, Math.max(1, length))), MOST))
          .isInstanceOf(Broken.class);
    }
  }

  @Test
  void whateverIsChangedIsBrokenOrTheSame() {
    var text = "{\"patientId\":\"P\"}".repeat(20).getBytes(StandardCharsets.UTF_8);
    var whole = gzip(text);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      var changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      if (inflate(changed, MOST) instanceof Inflated inflated) {
        // Time, flags for the file's name, system: nothing that the bytes depend on.
        assertThat(inflated.bytes()).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x04, 0x08, 0x10, 0x02, 0x1E})
  void optionalPartsOfTheHeaderAreSkipped(int flags) {
    var plain = gzip(new byte[]{7});
    var head = new ByteArrayOutputStream();
    head.write(plain, 0, 3);
    head.write(flags);
    head.write(plain, 4, 6);
    if ((flags & 4) != 0) {
      head.writeBytes(new byte[]{2, 0, 9, 9});
    }
    if ((flags & 8) != 0) {
      head.writeBytes(new byte[]{'a', 'b', 0});
    }
    if ((flags & 16) != 0) {
      head.writeBytes(new byte[]{'c', 0});
    }
    if ((flags & 2) != 0) {
      head.writeBytes(new byte[]{0, 0});
    }
    head.write(plain, 10, plain.length - 10);

    assertThat(inflate(head.toByteArray(), MOST)).isInstanceOfSatisfying(Inflated.class,
        inflated -> assertThat(inflated.bytes()).containsExactly(7));
  }

  @Test
  void whereThereIsNoRoomItStops() {
    var small = new Admission(new Bounds(1, 1, 5_000), System::nanoTime, () -> 0);
    var gzip = gzip(new byte[50_000]);
    var permit = (Permit) small.enter(gzip.length);

    assertThat(gunzip.inflate(gzip, MOST, permit)).isInstanceOf(NoRoom.class);

    permit.releaseBytes();
    assertThat(small.inflightBytes()).isZero();
  }

  private Gunzip.Result inflate(byte[] gzip, int most) {
    var permit = (Permit) admission.enter(gzip.length);
    long overhead = admission.inflightBytes() - gzip.length;
    var result = gunzip.inflate(gzip, most, permit);
    if (result instanceof Inflated inflated) {
      assertThat(admission.inflightBytes()).isEqualTo(overhead + inflated.bytes().length);
    }
    permit.releasePlace();
    permit.releaseBytes();
    assertThat(admission.inflightBytes()).isZero();
    return result;
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] gzip(byte[] bytes) {
    var compressed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
