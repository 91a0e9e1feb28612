package io.epro.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the JDK's own decoder. */
class Utf8Test {

  @Property
  void judgesAnyBytesAsTheDecoderDoes(@ForAll @Size(max = 8) byte[] bytes) {
    assertThat(ReportText.malformedUtf8At(bytes) < 0).isEqualTo(decodes(bytes));
  }

  @Property
  void judgesDamagedTextAsTheDecoderDoes(@ForAll String text, @ForAll byte damage,
      @ForAll @IntRange(max = 1000) int at) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      bytes[at % bytes.length] = damage;
    }

    assertThat(ReportText.malformedUtf8At(bytes) < 0).isEqualTo(decodes(bytes));
  }

  @Test
  void judgesEveryPairAndTripleOfLeadingBytesAsTheDecoderDoes() {
    for (int first = 0x80; first <= 0xff; first++) {
      for (int second = 0; second <= 0xff; second++) {
        for (var bytes : new byte[][]{{(byte) first, (byte) second},
          {(byte) first, (byte) second, (byte) 0x80},
          {(byte) first, (byte) second, (byte) 0x80, (byte) 0xbf}}) {
          assertThat(ReportText.malformedUtf8At(bytes) < 0)
              .as(HexFormat.of().formatHex(bytes)).isEqualTo(decodes(bytes));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"61c080", "61eda080", "61ff", "61c3", "61f4908080"})
  void saysWhereItGoesWrong(String hex) {
    assertThat(ReportText.malformedUtf8At(HexFormat.of().parseHex(hex))).isEqualTo(1);
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
