package io.epro.gateway.admit.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.gateway.admit.token.KeySet.Search;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksDocumentTest {
  private static final SigningKey RSA = SigningKey.rsa("r");
  private static final SigningKey EC = SigningKey.ec("e");

  @Test
  void keysOfBothKindsAreFoundByTheirNames() throws Exception {
    var keys = read(RSA.jwk(), EC.jwk());

    assertThat(keys.find(Algorithm.RS256, "r")).isInstanceOf(Search.Found.class);
    assertThat(keys.find(Algorithm.ES256, "e")).isInstanceOf(Search.Found.class);
    assertThat(keys.find(Algorithm.ES256, "r")).isInstanceOf(Search.Wrong.class);
    assertThat(keys.find(Algorithm.RS256, "x")).isInstanceOf(Search.Unknown.class);
    assertThat(keys.find(Algorithm.RS256, null)).isInstanceOf(Search.Found.class);
  }

  @Test
  void aTokenWithoutANameGetsNoneOfTwoKeys() throws Exception {
    var keys = read(RSA.jwk(), SigningKey.rsa("r2").jwk());

    assertThat(keys.find(Algorithm.RS256, null)).isInstanceOf(Search.Wrong.class);
    assertThat(keys.find(Algorithm.ES256, null)).isInstanceOf(Search.Wrong.class);
  }

  @Test
  void aKeyWithoutANameIsForTokensWithoutOne() throws Exception {
    var keys = read(new SigningKey("", "RS256", RSA.pair()).jwk());

    assertThat(keys.find(Algorithm.RS256, null)).isInstanceOf(Search.Found.class);
    assertThat(keys.find(Algorithm.RS256, "r")).isInstanceOf(Search.Unknown.class);
  }

  @Test
  void ofTwoKeysOfOneNameAndKindTheFirstCounts() throws Exception {
    var keys = read(RSA.jwk(), SigningKey.rsa("r").jwk(), EC.renamed("r").jwk());

    assertThat(keys.keys()).hasSize(2);
    assertThat(keys.find(Algorithm.RS256, "r")).isInstanceOf(Search.Found.class);
    assertThat(keys.find(Algorithm.ES256, "r")).isInstanceOf(Search.Found.class);
  }

  @Test
  void aKeyThatWasKnownIsTheSameObject() throws Exception {
    var before = read(RSA.jwk(), EC.jwk());
    var after = JwksDocument.read(document(EC.jwk(), SigningKey.rsa("r").jwk()), before);

    assertThat(after.keys().getFirst()).isSameAs(before.keys().get(1));
    assertThat(before.keys()).doesNotContain(after.keys().get(1));
  }

  @Test
  void whatIsOfNoUseToUsIsPassedOver() throws Exception {
    var keys = read("{\"kty\":\"oct\",\"kid\":\"hmac\",\"k\":\"AAAA\"}", "{\"kty\":\"new\"}", "{}",
        "{\"kty\":\"RSA\",\"kid\":\"damaged\",\"n\":\"!\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"kid\":\"off\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
        SigningKey.rsa("short", 1024).jwk(), SigningKey.ec("p384", "secp384r1").jwk(""),
        RSA.renamed("enc").jwk("\"use\":\"enc\","),
        RSA.renamed("rs512").jwk("\"alg\":\"RS512\","),
        RSA.renamed("wrap").jwk("\"key_ops\":[\"wrapKey\"],"),
        RSA.renamed("plain").jwk(""), EC.renamed("ops").jwk("\"key_ops\":[\"verify\"],"));

    assertThat(keys.keys()).extracting(TokenKey::id).containsExactly("plain", "ops");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[1]}",
    "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"})
  void whatHoldsNoKeyIsAnError(String text) {
    assertThatThrownBy(() -> JwksDocument.read(text.getBytes(UTF_8), KeySet.EMPTY))
        .isInstanceOf(IOException.class).hasMessageContaining("key");
  }

  @Test
  void tooManyKeysAreAnError() {
    var many = IntStream.range(0, 101).mapToObj(i -> EC.renamed("k" + i).jwk())
        .toArray(String[]::new);

    assertThatThrownBy(() -> read(many)).isInstanceOf(IOException.class);
  }

  private static KeySet read(String... keys) throws IOException {
    return JwksDocument.read(document(keys), KeySet.EMPTY);
  }

  private static byte[] document(String... keys) {
    return Arrays.stream(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"))
        .getBytes(UTF_8);
  }
}
