package io.epro.gateway.admit.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.SignedJWT;
import io.epro.gateway.admit.token.ReadToken.Illegible;
import io.epro.gateway.admit.token.ReadToken.Legible;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Our reader beside Nimbus': what ours takes, both understand alike. */
class TokenReaderDifferentialTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"k\\u0031\"}";
  private final TokenReader reader = new TokenReader("sub", 4096);

  @Property
  void goodClaimsAreUnderstoodAlike(@ForAll("claims") Map<String, Object> claims)
      throws Exception {
    var token = TestTokens.unsigned(HEADER, JSON.writeValueAsString(claims)) + ".AAAA";

    var ours = (Legible) reader.read(token);
    var theirs = SignedJWT.parse(token);

    assertThat(ours.keyId()).isEqualTo(theirs.getHeader().getKeyID()).isEqualTo("k1");
    assertThat(ours.signed()).isEqualTo(theirs.getSigningInput());
    assertAlike(ours.claims(), theirs);
  }

  @Property
  void whatOursTakesTheirsTakesToo(@ForAll("broken") String json) throws Exception {
    var token = TestTokens.encoded(HEADER.getBytes(UTF_8)) + "."
        + TestTokens.encoded(json.getBytes(UTF_8)) + ".AAAA";

    switch (reader.read(token)) {
      case Legible ours -> assertAlike(ours.claims(), SignedJWT.parse(token));
      case Illegible(var fault) -> assertThat(fault).isNotNull();
    }
  }

  @Provide
  Arbitrary<Map<String, Object>> claims() {
    var texts = Arbitraries.strings().excludeChars('\ud800').ofMaxLength(40)
        .filter(text -> UTF_8.newEncoder().canEncode(text));
    return Combinators.combine(texts, texts.list().ofMaxSize(3),
        Arbitraries.longs().between(0, 4_000_000_000L), texts).as(
            (issuer, audience, expires, subject) -> Map.of("iss", issuer, "aud", audience, "exp",
                expires, "nbf", expires / 2, "sub", subject, "other", List.of(subject, 1)));
  }

  @Provide
  Arbitrary<String> broken() {
    return Arbitraries.of("{", "}", "[", "]", ":", ",", "\"iss\"", "\"sub\"", "\"aud\"", "\"exp\"",
        "\"\\u0061ud\"", "1", "-1", "1e3", "true", "null", "\"x\"", " ", "{\"iss\":\"x\"}")
        .list().ofMinSize(1).ofMaxSize(12).map(parts -> String.join("", parts));
  }

  static void assertAlike(Claims ours, SignedJWT token) throws ParseException {
    var theirs = token.getJWTClaimsSet();
    assertThat(ours.issuer()).isEqualTo(theirs.getIssuer());
    assertThat(ours.patient()).isEqualTo(theirs.getSubject());
    assertThat(ours.audience()).isEqualTo(theirs.getAudience());
    assertThat(ours.expires()).isEqualTo(seconds(theirs.getExpirationTime()));
    assertThat(ours.notBefore()).isEqualTo(seconds(theirs.getNotBeforeTime()));
  }

  @SuppressWarnings("JavaUtilDate") // it is what Nimbus gives
  private static @Nullable Long seconds(@Nullable Date date) {
    return date == null ? null : date.getTime() / 1000;
  }
}
