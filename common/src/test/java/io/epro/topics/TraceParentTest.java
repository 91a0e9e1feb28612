package io.epro.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  /** What the standard says, once more in another way. */
  private static final Pattern FORM = Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-"
      + "(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}|(?!ff|00)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-"
      + "(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}-.{0,72}", Pattern.DOTALL);
  private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @ParameterizedTest
  @ValueSource(strings = {GOOD, "00-00000000000000000000000000000001-0000000000000001-00",
    "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-will-be"})
  void theStandardsFormIsValid(String text) {
    assertThat(TraceParent.isValid(ascii(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
    "00-4bf92f3577b34da6a3ce929d0e0e473\u0666-00f067aa0ba902b7-01"})
  void anyOtherIsNot(String text) {
    assertThat(TraceParent.isValid(ascii(text))).isFalse();
  }

  @Property
  void oneByteOtherIsJudgedAsTheStandardJudges(@ForAll("nearly") String text) {
    assertThat(TraceParent.isValid(ascii(text))).isEqualTo(FORM.matcher(text).matches());
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll long high, @ForAll long low, @ForAll long parent) {
    byte[] text = TraceParent.of(new UUID(high, low), parent);

    assertThat(TraceParent.high(text)).isEqualTo(high);
    assertThat(TraceParent.low(text)).isEqualTo(low);
    assertThat(TraceParent.traceId(new String(text, StandardCharsets.US_ASCII)))
        .isEqualTo(TraceParent.digits(new UUID(high, low)));
    assertThat(TraceParent.isValid(text)).isEqualTo((high | low) != 0 && parent != 0);
  }

  @Provide
  Arbitrary<String> nearly() {
    var places = Arbitraries.integers().between(0, GOOD.length() - 1);
    var letters = Arbitraries.of('0', '1', 'f', 'F', 'g', '-', ' ', '/', ':', '`', '\u00e9');
    var ends = Arbitraries.of("", "-", "-a", "a", "-".repeat(72), "-".repeat(73), "-".repeat(74));
    return places.list().ofMinSize(0).ofMaxSize(2)
        .flatMap(all -> letters.flatMap(letter -> ends.map(end -> {
          var text = new StringBuilder(GOOD);
          all.forEach(place -> text.setCharAt(place, letter));
          return text + end;
        })));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
