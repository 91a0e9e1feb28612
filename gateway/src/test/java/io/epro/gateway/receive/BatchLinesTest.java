package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class BatchLinesTest {

  @Test
  void aLineEndsWithLfOrCrLfOrTheBody() {
    assertThat(lines("a\nb\r\nc")).containsExactly("1:a", "2:b", "3:c");
    assertThat(lines("a\nb\n")).containsExactly("1:a", "2:b");
    assertThat(lines("a\r\nb\r\n")).containsExactly("1:a", "2:b");
  }

  @Test
  void blankLinesAreCountedAndPassedOver() {
    assertThat(lines("\n\r\n \t\na\n\nb\n\n")).containsExactly("4:a", "6:b");
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n\n")).isEmpty();
  }

  @Test
  void blanksAroundAReportAreItsOwn() {
    assertThat(lines(" a \r\r\n\tb")).containsExactly("1: a \r", "2:\tb");
  }

  @Test
  void oneLineTooManyIsEnoughToKnow() {
    assertThat(BatchLines.of("a\n".repeat(1000).getBytes(StandardCharsets.UTF_8), 7).count())
        .isEqualTo(8);
  }

  @Property
  void nothingIsLostBetweenTheLines(
      @ForAll List<@CharRange(from = 'a', to = 'c') String> texts) {
    var expected = texts.stream().filter(text -> !text.isEmpty()).toList();
    var found = BatchLines.of(String.join("\n", texts).getBytes(StandardCharsets.UTF_8), 10_000);
    var read = new ArrayList<String>();
    for (int i = 0; i < found.count(); i++) {
      read.add(new String(found.bytes(i), StandardCharsets.UTF_8));
      assertThat(found.length(i)).isEqualTo(found.bytes(i).length);
      assertThat(texts.get(found.number(i) - 1)).isEqualTo(read.getLast());
    }
    assertThat(read).isEqualTo(expected);
  }

  private static List<String> lines(String body) {
    var lines = BatchLines.of(body.getBytes(StandardCharsets.UTF_8), 1000);
    var read = new ArrayList<String>();
    for (int i = 0; i < lines.count(); i++) {
      read.add(lines.number(i) + ":" + new String(lines.bytes(i), StandardCharsets.UTF_8));
    }
    return read;
  }
}
