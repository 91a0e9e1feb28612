package io.epro.gateway.admit.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes tokens, good and bad, out of raw JSON. */
public final class TestTokens {
  public static final String ISSUER = "https://idp.example";
  public static final String AUDIENCE = "epro-gateway";
  public static final String PATIENT = "P-000123";
  public static final Instant NOW = Instant.ofEpochSecond(1_763_856_000);
  public static final ClaimRules RULES = new ClaimRules(ISSUER, AUDIENCE, "sub",
      "reports:write:any", Duration.ofSeconds(60));
  public static final TokenLimits LIMITS = new TokenLimits(4096, 1, 1000, 1000,
      Duration.ofMinutes(10));
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private TestTokens() {}

  /** A patient's token, good at {@link #NOW}. */
  public static String patient(SigningKey key, String patient) {
    return signed(key, claims(Map.of("sub", quoted(patient))));
  }

  public static String site(SigningKey key) {
    return signed(key, claims(Map.of("sub", "\"site-7\"", "scope",
        "\"openid reports:write:any\"")));
  }

  /** Good claims with others in their place; an empty text leaves one out. */
  public static String claims(Map<String, String> others) {
    var all = new LinkedHashMap<>(Map.of("iss", quoted(ISSUER), "aud", quoted(AUDIENCE), "sub",
        quoted(PATIENT), "exp", Long.toString(NOW.getEpochSecond() + 300)));
    all.putAll(others);
    return all.entrySet().stream().filter(claim -> !claim.getValue().isEmpty())
        .map(claim -> quoted(claim.getKey()) + ":" + claim.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  public static String signed(SigningKey key, String claims) {
    return signed(key, header(key), claims);
  }

  public static String signed(SigningKey key, String header, String claims) {
    var input = unsigned(header, claims);
    return input + "." + encoded(key.sign(input));
  }

  static String header(SigningKey key) {
    return "{\"alg\":\"" + key.algorithm() + "\",\"typ\":\"JWT\",\"kid\":\"" + key.id() + "\"}";
  }

  public static String unsigned(String header, String claims) {
    return encoded(header.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
  }

  public static String encoded(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
