package io.epro.local.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Signs tokens (ES256) for the gateway and the consoles of one machine. Thread-safe. */
public final class LocalIssuer {
  /** What {@code iss} says. */
  public static final String ISSUER = "epro-local";
  /** What {@code aud} says. */
  public static final String AUDIENCE = "epro-gateway";
  /** What it says of an operator, who is no patient. */
  public static final String CONSOLE_AUDIENCE = "epro-console";
  private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"JWT\"}";
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final PrivateKey key;

  private LocalIssuer(PrivateKey key) {
    this.key = key;
  }

  /** The issuer of a data directory, which makes its key pair there the first time. */
  public static LocalIssuer in(Path data) throws IOException {
    Files.createDirectories(data);
    KeyFiles.make(data);
    return of(privateKey(data));
  }

  /** The issuer with this private key. */
  public static LocalIssuer of(Path privateKey) throws IOException {
    return new LocalIssuer(KeyFiles.readPrivate(privateKey));
  }

  /** PEM file that signs; its mode is 600. */
  public static Path privateKey(Path data) {
    return KeyFiles.privateKey(data);
  }

  /** The configuration of a gateway that trusts the issuer of this data directory. */
  public static Map<String, String> gatewaySettings(Path data) {
    return Map.of("gateway.auth.mode", "jwt",
        "gateway.auth.public-key", KeyFiles.publicKey(data).toString(),
        "gateway.auth.issuer", ISSUER, "gateway.auth.audience", AUDIENCE);
  }

  /** The configuration of a processor whose console trusts it. */
  public static Map<String, String> consoleSettings(Path data) {
    return Map.of("processor.console.auth.public-key", KeyFiles.publicKey(data).toString(),
        "processor.console.auth.issuer", ISSUER, "processor.console.auth.audience",
        CONSOLE_AUDIENCE);
  }

  /** For one patient, who may report for nobody else. */
  public String patient(String patientId, Instant now, Duration life) {
    return signed(AUDIENCE, "\"sub\":\"" + patientId + "\"", now, life);
  }

  /** For a trial site's server, which may report for every patient. */
  public String site(Instant now, Duration life) {
    return signed(AUDIENCE, "\"sub\":\"local-site\",\"scope\":\"reports:write:any\"", now, life);
  }

  /** For an operator, who may do all that the console can. */
  public String operator(String name, Instant now, Duration life) {
    return signed(CONSOLE_AUDIENCE, "\"sub\":\"" + name
        + "\",\"scope\":\"console:read console:operate console:raw\"", now, life);
  }

  private String signed(String audience, String claims, Instant now, Duration life) {
    var text = encoded(HEADER) + "." + encoded("{\"iss\":\"" + ISSUER + "\",\"aud\":\"" + audience
        + "\"," + claims + ",\"iat\":" + now.getEpochSecond() + ",\"exp\":"
        + now.plus(life).getEpochSecond() + "}");
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(text.getBytes(UTF_8));
      return text + "." + BASE64URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java signs with P-256", e);
    }
  }

  private static String encoded(String text) {
    return BASE64URL.encodeToString(text.getBytes(UTF_8));
  }
}
