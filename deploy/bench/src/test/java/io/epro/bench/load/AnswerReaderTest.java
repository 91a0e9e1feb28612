package io.epro.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private static final String QUEUED = wire("""
      HTTP/1.1 202 Accepted
      content-type: application/json
      content-length: 20

      {"status":

      "queu\"""");
  private static final String FULL = wire("""
      HTTP/1.1 503 Service Unavailable
      Retry-After: 17
      Content-Length: 2

      {}""");
  private static final String CHUNKED = wire("""
      HTTP/1.1 202\040
      Transfer-Encoding: chunked

      5
      0


      1A;x=y
      abcdefghijklmnopqrstuvwxyz
      0

      """);
  private static final String WITH_TRAILER = wire("""
      HTTP/1.1 202\040
      Transfer-Encoding: chunked

      1
      a
      0
      Digest: x

      """);
  private static final String EMPTY = wire("""
      HTTP/1.1 204 No Content

      """);

  private final AnswerReader reader = new AnswerReader();

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerIsCompleteWithItsLastByteHoweverItIsCut(String answer) {
    for (int first = 0; first <= answer.length(); first++) {
      for (int second = first; second < answer.length(); second++) {
        assertThat(take(answer.substring(0, first))).isFalse();
        assertThat(take(answer.substring(first, second))).isFalse();
        assertThat(take(answer.substring(second))).isTrue();
      }
    }
  }

  @Test
  void statusAndRetryAfterAreThoseOfTheLastAnswer() {
    take(FULL);
    assertThat(reader.status()).isEqualTo(503);
    assertThat(reader.retryAfter()).isEqualTo(17);

    take(QUEUED);
    assertThat(reader.status()).isEqualTo(202);
    assertThat(reader.retryAfter()).isEqualTo(-1);
  }

  @Test
  void aByteAfterTheAnswerIsAnError() {
    assertThatThrownBy(() -> take(FULL + "H")).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x 1234", "HTTP/1.1 2x2 No", "HTTP/1.1 202 A\nContent-Length: -1",
    "HTTP/1.1 202 A\nContent-Length:", "HTTP/1.1 202 A\nTransfer-Encoding: chunked\n\nxyz"})
  void whatIsNoAnswerIsAnError(String answer) {
    assertThatThrownBy(() -> take(wire(answer + "\n\n"))).isInstanceOf(IllegalStateException.class);
  }

  private boolean take(String part) {
    return reader.take(ByteBuffer.wrap(part.getBytes(US_ASCII)));
  }

  static Stream<String> answers() {
    return Stream.of(QUEUED, FULL, CHUNKED, WITH_TRAILER, EMPTY);
  }

  private static String wire(String text) {
    return text.replace("\n", "\r\n");
  }
}
