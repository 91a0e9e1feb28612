package io.epro.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({"0,0", "65536,65536", "64KiB,65536", "64k,65536", "64 KB,65536", "16MiB,16777216",
    "1GiB,1073741824", "' 7B ',7"})
  void readsWhatPeopleWrite(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1.5MiB", "1TiB", "MiB", "1 2"})
  void saysWhatToWriteInstead(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text))
        .withMessageContaining("64KiB, 16MiB, 1GiB");
  }

  @Test
  void neverOverflowsInSilence() {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse("999999999999999GiB"));
  }

  @Property
  void whatIsPrintedIsReadBackTheSame(@ForAll @LongRange(min = 0, max = 1L << 49) long bytes) {
    assertThat(ByteSize.parse(new ByteSize(bytes).toString()).bytes()).isEqualTo(bytes);
  }
}
