package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

  @Property
  void everyUuidIsAKeyInEitherCase(@ForAll long high, @ForAll long low) {
    var uuid = new UUID(high, low);

    assertThat(IdempotencyKey.parse(uuid.toString())).contains(uuid);
    assertThat(IdempotencyKey.parse(uuid.toString().toUpperCase(java.util.Locale.ROOT)))
        .contains(uuid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1-1-1-1-1", "01890a5d-ac96-774b-bcce-b302099a805",
    "01890a5d-ac96-774b-bcce-b302099a80577", "01890a5dac96774bbcceb302099a8057",
    "\"01890a5d-ac96-774b-bcce-b302099a8057\"", "01890a5g-ac96-774b-bcce-b302099a8057",
    "01890a5d-ac96-774b-bcce-b302099a805\u0667", "{01890a5d-ac96-774b-bcce-b302099a80}",
    "01890a5d+ac96-774b-bcce-b302099a8057", "-1890a5d-ac96-774b-bcce-b302099a8057"})
  void anythingElseIsNone(String text) {
    assertThat(IdempotencyKey.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
  void aTraceOfTheStandardsFormIsValid(String text) {
    assertThat(TraceParent.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"})
  void anyOtherTraceIsNot(String text) {
    assertThat(TraceParent.isValid(text)).isFalse();
  }
}
