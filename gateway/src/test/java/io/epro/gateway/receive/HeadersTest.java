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
}
