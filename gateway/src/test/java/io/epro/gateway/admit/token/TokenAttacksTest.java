package io.epro.gateway.admit.token;

import static io.epro.gateway.admit.token.TestTokens.AUDIENCE;
import static io.epro.gateway.admit.token.TestTokens.ISSUER;
import static io.epro.gateway.admit.token.TestTokens.NOW;
import static io.epro.gateway.admit.token.TestTokens.claims;
import static io.epro.gateway.admit.token.TestTokens.encoded;
import static io.epro.gateway.admit.token.TestTokens.header;
import static io.epro.gateway.admit.token.TestTokens.quoted;
import static io.epro.gateway.admit.token.TestTokens.signed;
import static io.epro.gateway.admit.token.TestTokens.unsigned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.epro.gateway.admit.Credential;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Finding.Stranger;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to forge a token that we know of is refused, and what is good beside it is not. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenAttacksTest {
  private static final SigningKey RSA = SigningKey.rsa("rsa-1");
  private static final SigningKey EC = SigningKey.ec("ec-1");
  private static final SigningKey STRANGE_RSA = SigningKey.rsa("rsa-1");
  private static final SigningKey STRANGE_EC = SigningKey.ec("ec-1");
  private static final SigningKey SHORT_RSA = SigningKey.rsa("short", 1024);
  private static final SigningKey P384 = SigningKey.ec("p384", "secp384r1");
  private static final String GOOD = claims(Map.of());
  private static final long SECONDS = NOW.getEpochSecond();

  private FakeProvider provider;
  private TokenAccess access;

  @BeforeAll
  void start() throws IOException {
    provider = new FakeProvider().with(RSA, EC, SHORT_RSA, P384);
    access = new TokenAccess(provider.source(), TestTokens.RULES, TestTokens.LIMITS,
        InstantSource.fixed(NOW), new SimpleMeterRegistry());
    access.start();
  }

  @AfterAll
  void stop() {
    access.close();
    provider.close();
  }

  static Stream<Arguments> good() {
    return Stream.of(
        arguments("RS256", signed(RSA, GOOD)),
        arguments("ES256", signed(EC, GOOD)),
        arguments("no typ", signed(RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}", GOOD)),
        arguments("at+jwt",
            signed(RSA, "{\"alg\":\"RS256\",\"typ\":\"at+JWT\",\"kid\":\"rsa-1\"}", GOOD)),
        arguments("no kid, and one key of the kind", signed(RSA, "{\"alg\":\"RS256\"}", GOOD)),
        arguments("x5t is only a name",
            signed(RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"x5t\":\"AA\"}", GOOD)),
        arguments("aud is a list", with(Map.of("aud", "[\"other\",\"" + AUDIENCE + "\"]"))),
        arguments("exp with decimals", with(Map.of("exp", (SECONDS + 5) + ".75"))),
        arguments("exp within the skew", with(Map.of("exp", "" + (SECONDS - 59)))),
        arguments("nbf within the skew", with(Map.of("nbf", "" + (SECONDS + 60)))),
        arguments("other claims", with(Map.of("roles", "[{\"a\":[1,2,null]}]", "iat", "1"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void good(String name, String token) throws Exception {
    assertThat(identify(token)).isEqualTo(new Sender(TestTokens.PATIENT));
  }

  static Stream<Arguments> forged() throws Exception {
    return Stream.of(
        // Another algorithm than the key is for.
        arguments("alg none", unsigned("{\"alg\":\"none\"}", GOOD) + ".", TokenFault.UNSUPPORTED),
        arguments("alg None", unsigned("{\"alg\":\"None\",\"kid\":\"rsa-1\"}", GOOD) + ".",
            TokenFault.UNSUPPORTED),
        arguments("alg none with a good signature",
            signed(RSA, "{\"alg\":\"none\",\"kid\":\"rsa-1\"}", GOOD), TokenFault.UNSUPPORTED),
        arguments("HS256 with the public key as secret", hmac(RSA.pem().getBytes(UTF_8)),
            TokenFault.UNSUPPORTED),
        arguments("HS256 with the public key's bytes",
            hmac(RSA.pair().getPublic().getEncoded()), TokenFault.UNSUPPORTED),
        arguments("RS384", signed(RSA, "{\"alg\":\"RS384\",\"kid\":\"rsa-1\"}", GOOD),
            TokenFault.UNSUPPORTED),
        arguments("PS256", signed(RSA, "{\"alg\":\"PS256\",\"kid\":\"rsa-1\"}", GOOD),
            TokenFault.UNSUPPORTED),
        arguments("rs256", signed(RSA, "{\"alg\":\"rs256\",\"kid\":\"rsa-1\"}", GOOD),
            TokenFault.UNSUPPORTED),
        arguments("ES384", signed(P384, "{\"alg\":\"ES384\",\"kid\":\"p384\"}", GOOD),
            TokenFault.UNSUPPORTED),
        arguments("no alg", signed(RSA, "{\"kid\":\"rsa-1\"}", GOOD), TokenFault.UNSUPPORTED),
        arguments("RS256 with the EC key's kid",
            signed(RSA, "{\"alg\":\"RS256\",\"kid\":\"ec-1\"}", GOOD), TokenFault.UNKNOWN_KEY),
        arguments("ES256 with the RSA key's kid",
            signed(EC, "{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}", GOOD), TokenFault.UNKNOWN_KEY),

        // A key that the token brings along, or that is too weak.
        arguments("jwk", signed(STRANGE_RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"jwk\":"
            + STRANGE_RSA.jwk() + "}", GOOD), TokenFault.UNSUPPORTED),
        parameter("jku", "\"https://evil.example/keys\""),
        parameter("x5u", "\"https://evil.example/c\""),
        parameter("x5c", "[\"AAAA\"]"), parameter("crit", "[\"exp\"]"), parameter("crit", "[]"),
        parameter("b64", "false"), parameter("zip", "\"DEF\""), parameter("enc", "\"A128GCM\""),
        parameter("cty", "\"JWT\""),
        arguments("typ of another purpose",
            signed(RSA, "{\"alg\":\"RS256\",\"typ\":\"logout+jwt\",\"kid\":\"rsa-1\"}", GOOD),
            TokenFault.UNSUPPORTED),
        arguments("RSA of 1024 bits", signed(SHORT_RSA, GOOD), TokenFault.UNKNOWN_KEY),
        arguments("ES256 on another curve", signed(P384, GOOD), TokenFault.UNKNOWN_KEY),
        arguments("unknown kid", signed(RSA.renamed("rsa-9"), GOOD), TokenFault.UNKNOWN_KEY),
        arguments("kid as a path", signed(RSA.renamed("../../dev/null"), GOOD),
            TokenFault.UNKNOWN_KEY),
        arguments("kid is no string", signed(RSA, "{\"alg\":\"RS256\",\"kid\":1}", GOOD),
            TokenFault.MALFORMED),

        // Signatures.
        arguments("another RSA key", signed(STRANGE_RSA, GOOD), TokenFault.BAD_SIGNATURE),
        arguments("another EC key", signed(STRANGE_EC, GOOD), TokenFault.BAD_SIGNATURE),
        arguments("no signature", unsigned(header(RSA), GOOD) + ".", TokenFault.BAD_SIGNATURE),
        arguments("no EC signature", unsigned(header(EC), GOOD) + ".", TokenFault.BAD_SIGNATURE),
        arguments("r and s are 0", es256(new byte[64]), TokenFault.BAD_SIGNATURE),
        arguments("r and s are the order", es256(twice(order())), TokenFault.BAD_SIGNATURE),
        arguments("r is 1 and s is 0", es256(firstOnly()), TokenFault.BAD_SIGNATURE),
        arguments("r and s in DER", es256(EC.sign(unsigned(header(EC), GOOD), "SHA256withECDSA")),
            TokenFault.BAD_SIGNATURE),
        arguments("RSA signature of 0", unsigned(header(RSA), GOOD) + "."
            + encoded(new byte[256]), TokenFault.BAD_SIGNATURE),
        arguments("RSA signature cut short", signed(RSA, GOOD).replaceFirst(".{8}$", ""),
            TokenFault.BAD_SIGNATURE),
        arguments("claims exchanged", exchanged(), TokenFault.BAD_SIGNATURE),
        arguments("PKCS#1 with SHA-1", unsigned(header(RSA), GOOD) + "."
            + encoded(RSA.sign(unsigned(header(RSA), GOOD), "SHA1withRSA")),
            TokenFault.BAD_SIGNATURE),

        // Form.
        arguments("empty", "", TokenFault.MALFORMED),
        arguments("dots", "..", TokenFault.MALFORMED),
        arguments("two parts", unsigned(header(RSA), GOOD), TokenFault.MALFORMED),
        arguments("four parts", signed(RSA, GOOD) + ".AAAA", TokenFault.MALFORMED),
        arguments("JWE", unsigned("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}", "{}")
            + ".AAAA.AAAA.AAAA", TokenFault.MALFORMED),
        arguments("a token in a token", signed(RSA, quoted(signed(RSA, GOOD))),
            TokenFault.MALFORMED),
        arguments("padding", signed(RSA, GOOD) + "=", TokenFault.MALFORMED),
        arguments("base64 of the other alphabet",
            signed(RSA, GOOD).replaceFirst("\\.[^.]{4}", ".+/+/"), TokenFault.MALFORMED),
        arguments("oversized", with(Map.of("x", quoted("x".repeat(4000)))), TokenFault.MALFORMED),
        arguments("payload is a list", signed(RSA, "[" + GOOD + "]"), TokenFault.MALFORMED),
        arguments("payload goes on", signed(RSA, GOOD + "{}"), TokenFault.MALFORMED),
        arguments("payload in UTF-16", signed(RSA, "\u0000{\u0000}"), TokenFault.MALFORMED),
        arguments("byte order mark", signed(RSA, "\ufeff" + GOOD), TokenFault.MALFORMED),
        arguments("header is a list", signed(RSA, "[]", GOOD), TokenFault.MALFORMED),
        arguments("deep nesting", with(Map.of("x", "[".repeat(50) + "]".repeat(50))),
            TokenFault.MALFORMED),
        arguments("alg twice",
            signed(RSA, "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}", GOOD),
            TokenFault.MALFORMED),
        arguments("sub twice", signed(RSA, GOOD.replace("}", ",\"sub\":\"P-1\"}")),
            TokenFault.MALFORMED),
        arguments("sub twice, once escaped",
            signed(RSA, GOOD.replace("}", ",\"s\\u0075b\":\"P-1\"}")), TokenFault.MALFORMED),
        arguments("exp twice", signed(RSA, GOOD.replace("}", ",\"exp\":9999999999}")),
            TokenFault.MALFORMED),

        // Claims.
        claim("iss", quoted("https://evil.example"), TokenFault.WRONG_ISSUER),
        claim("iss", quoted(ISSUER + "/"), TokenFault.WRONG_ISSUER),
        claim("iss", "", TokenFault.BAD_CLAIMS),
        claim("iss", "[" + quoted(ISSUER) + "]", TokenFault.BAD_CLAIMS),
        claim("aud", quoted("another"), TokenFault.WRONG_AUDIENCE),
        claim("aud", "[\"a\",\"b\"]", TokenFault.WRONG_AUDIENCE),
        claim("aud", quoted("x " + AUDIENCE), TokenFault.WRONG_AUDIENCE),
        claim("aud", "", TokenFault.BAD_CLAIMS),
        claim("aud", "[]", TokenFault.BAD_CLAIMS),
        claim("aud", "[[" + quoted(AUDIENCE) + "]]", TokenFault.BAD_CLAIMS),
        claim("aud", "{\"" + AUDIENCE + "\":1}", TokenFault.BAD_CLAIMS),
        claim("exp", "" + (SECONDS - 60), TokenFault.EXPIRED),
        claim("exp", "0", TokenFault.EXPIRED),
        claim("exp", "", TokenFault.BAD_CLAIMS),
        claim("exp", "null", TokenFault.BAD_CLAIMS),
        claim("exp", quoted("" + (SECONDS + 300)), TokenFault.BAD_CLAIMS),
        claim("exp", "-1", TokenFault.BAD_CLAIMS),
        claim("exp", "1e400", TokenFault.BAD_CLAIMS),
        claim("exp", "9223372036854775807", TokenFault.BAD_CLAIMS),
        claim("exp", "18446744073709551999", TokenFault.BAD_CLAIMS),
        claim("exp", "9".repeat(1000), TokenFault.MALFORMED),
        claim("nbf", "" + (SECONDS + 61), TokenFault.NOT_YET_VALID),
        claim("nbf", quoted("0"), TokenFault.BAD_CLAIMS),
        claim("nbf", "1e300", TokenFault.BAD_CLAIMS),
        claim("sub", "", TokenFault.BAD_CLAIMS),
        claim("sub", "\"\"", TokenFault.BAD_CLAIMS),
        claim("sub", "null", TokenFault.BAD_CLAIMS),
        claim("sub", "123", TokenFault.BAD_CLAIMS),
        claim("sub", "[\"P-000123\"]", TokenFault.BAD_CLAIMS),
        claim("sub", quoted("x".repeat(65)), TokenFault.BAD_CLAIMS),
        claim("scope", "[[\"reports:write:any\"]]", TokenFault.BAD_CLAIMS),
        claim("scope", "{\"reports:write:any\":true}", TokenFault.BAD_CLAIMS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void forged(String name, String token, TokenFault fault) throws Exception {
    assertThat(identify(token)).isEqualTo(new Stranger(fault));
    assertThat(identify(token)).as("and again").isEqualTo(new Stranger(fault));
  }

  static Stream<Arguments> scopes() {
    return Stream.of(
        arguments("scope", quoted("reports:write:any"), true),
        arguments("scope", quoted("openid reports:write:any profile"), true),
        arguments("scp", "[\"openid\",\"reports:write:any\"]", true),
        arguments("scp", quoted("reports:write:any"), true),
        arguments("scope", quoted("reports:write:anyone"), false),
        arguments("scope", quoted("xreports:write:any"), false),
        arguments("scope", quoted("REPORTS:WRITE:ANY"), false),
        arguments("scope", quoted("reports:write"), false),
        arguments("roles", "[\"reports:write:any\"]", false));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void scopes(String claim, String value, boolean any) throws Exception {
    assertThat(identify(with(Map.of(claim, value))))
        .isEqualTo(any ? Sender.ANYONE : new Sender(TestTokens.PATIENT));
  }

  /** Both signatures hold, as for every EC key; it is the same sender, and gains nothing. */
  @Test
  void theOtherSignatureOfTheSameTokenIsTheSameSender() throws Exception {
    var input = unsigned(header(EC), GOOD);
    byte[] signature = EC.sign(input);
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[] other = new BigInteger(1, order()).subtract(s).toByteArray();
    byte[] mirrored = Arrays.copyOf(signature, 64);
    Arrays.fill(mirrored, 32, 64, (byte) 0);
    int from = Math.max(0, other.length - 32);
    System.arraycopy(other, from, mirrored, 64 - (other.length - from), other.length - from);

    assertThat(identify(input + "." + encoded(mirrored))).isEqualTo(
        new Sender(TestTokens.PATIENT));
  }

  @Test
  void noTokenIsQuoted() {
    var token = new Credential.Token("secret.secret.secret");
    assertThat(token.toString()).doesNotContain("secret");
    assertThat(new TokenReader("sub", 4096).read(signed(RSA, GOOD)).toString())
        .doesNotContain("P-000123");
    assertThat(new Sender("P-000123").toString()).doesNotContain("P-000123");
  }

  private Finding identify(String token) throws Exception {
    var finding = access.identify(new Credential.Token(token));
    return finding instanceof Finding.Undecided(var found, var otherwise)
        ? found.toCompletableFuture().get(10, TimeUnit.SECONDS) : finding;
  }

  private static String with(Map<String, String> others) {
    return signed(RSA, claims(others));
  }

  private static Arguments claim(String name, String value, TokenFault fault) {
    var shown = value.length() > 40 ? value.substring(0, 40) : value;
    return arguments(name + " " + shown, with(Map.of(name, value)), fault);
  }

  private static Arguments parameter(String name, String value) {
    return arguments(name, signed(RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"" + name + "\":"
        + value + "}", GOOD), TokenFault.UNSUPPORTED);
  }

  private static String es256(byte[] signature) {
    return unsigned(header(EC), GOOD) + "." + encoded(signature);
  }

  private static String exchanged() {
    var others = unsigned(header(RSA), claims(Map.of("sub", quoted("P-000124"))));
    return others + signed(RSA, GOOD).replaceFirst("^[^.]*\\.[^.]*", "");
  }

  private static String hmac(byte[] secret) throws Exception {
    var input = unsigned("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"rsa-1\"}", GOOD);
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return input + "." + encoded(mac.doFinal(input.getBytes(UTF_8)));
  }

  private static byte[] order() {
    byte[] bytes = ((ECPublicKey) EC.pair().getPublic()).getParams().getOrder().toByteArray();
    return Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length);
  }

  private static byte[] twice(byte[] half) {
    byte[] both = Arrays.copyOf(half, 64);
    System.arraycopy(half, 0, both, 32, 32);
    return both;
  }

  private static byte[] firstOnly() {
    byte[] bytes = new byte[64];
    bytes[31] = 1;
    return bytes;
  }
}
