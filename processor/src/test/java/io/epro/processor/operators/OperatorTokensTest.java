package io.epro.processor.operators;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.epro.config.Settings;
import io.epro.observe.AdminRole;
import io.epro.processor.ProcessorSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokensTest {
  private static final ECKey KEY = ec();
  private static final ECKey OTHER = ec();

  @TempDir
  private Path folder;

  @Test
  void anOperatorHasTheRolesOfTheScopes() throws Exception {
    var tokens = tokens(pem(KEY));
    assertThat(tokens.of(signed(claims().claim("scope", "openid console:operate").build(), KEY)))
        .get().matches(user -> user.name().equals("ann")
            && user.roles().equals(Set.of(AdminRole.READ, AdminRole.OPERATE)));
    assertThat(tokens.of(signed(claims().claim("scp", List.of("console:raw")).build(), KEY))).get()
        .matches(user -> user.roles().equals(Set.of(AdminRole.READ, AdminRole.RAW)));
    assertThat(tokens.of(signed(claims().build(), KEY))).get()
        .matches(user -> user.roles().isEmpty());
    assertThat(tokens.of(signed(claims().subject("a\nb\u001b[1m").build(), KEY))).get()
        .matches(user -> user.name().equals("a?b?[1m"));
    assertThat(tokens.onLoopbackToo()).isFalse();
  }

  @Test
  void whatIsNotSignedByTheKeyForUsAndNowIsNobodys() throws Exception {
    var tokens = tokens(pem(KEY));
    var bad = List.of(signed(claims().build(), OTHER),
        signed(claims().issuer("another").build(), KEY),
        signed(claims().audience("epro-gateway").build(), KEY),
        signed(claims().audience((String) null).build(), KEY),
        signed(claims().subject(null).build(), KEY),
        signed(claims().expirationTime(null).build(), KEY),
        signed(claims().expirationTime(in(Duration.ofSeconds(-31))).build(), KEY),
        signed(claims().notBeforeTime(in(Duration.ofSeconds(40))).build(), KEY),
        new PlainJWT(claims().build()).serialize(), byPublicKeyAsSecret(), "", "a.b.c",
        "x".repeat(9000));
    assertThat(bad).allSatisfy(token -> assertThat(tokens.of(token)).isEmpty());
    assertThat(tokens.of(
        signed(claims().expirationTime(in(Duration.ofSeconds(-10))).build(), KEY)))
        .as("clocks may differ").isPresent();
  }

  @Test
  void aKeySetIsFetchedAndFollowedWhenItChanges() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("two").generate();
    var shown = new AtomicReference<>(new JWKSet(KEY.toPublicJWK()));
    var provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/keys", exchange -> {
      byte[] body = shown.get().toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    provider.start();
    try {
      var tokens = tokens(Map.of("processor.console.auth.jwks-url",
          "http://127.0.0.1:" + provider.getAddress().getPort() + "/keys"));
      assertThat(tokens.of(signed(claims().build(), KEY))).isPresent();
      shown.set(new JWKSet(rsa.toPublicJWK()));
      assertThat(tokens.of(signed(claims().build(), rsa))).isPresent();
    } finally {
      provider.stop(0);
    }
  }

  @Test
  void withoutAKeyThereAreNoOperatorsAndHalfASettingIsAProblem() throws Exception {
    assertThat(OperatorTokens.of(settings(Map.of()))).isEmpty();
    assertThat(OperatorKeys.problems(settings(Map.of()))).isEmpty();
    assertThat(OperatorKeys.problems(settings(Map.of("processor.console.auth.issuer", "x"))))
        .singleElement().asString().contains("jwks-url");
    assertThat(OperatorKeys.problems(settings(Map.of("processor.console.auth.jwks-url",
        "http://idp.example/keys", "processor.console.auth.public-key",
        folder.resolve("none.pem").toString())))).hasSize(5)
        .anyMatch(problem -> problem.contains("must be https"))
        .anyMatch(problem -> problem.contains("does not exist"))
        .anyMatch(problem -> problem.contains("only one"))
        .anyMatch(problem -> problem.contains("issuer is needed"))
        .anyMatch(problem -> problem.contains("audience is needed"));
  }

  private static OperatorTokens tokens(Map<String, String> key) {
    var values = new java.util.HashMap<>(key);
    values.put("processor.console.auth.issuer", "idp");
    values.put("processor.console.auth.audience", "epro-console");
    var settings = settings(values);
    assertThat(OperatorKeys.problems(settings)).isEmpty();
    return OperatorTokens.of(settings).orElseThrow();
  }

  private static ProcessorSettings.Auth settings(Map<String, String> values) {
    return Settings.load(ProcessorSettings.class, Optional.empty(), values).console().auth();
  }

  private Map<String, String> pem(ECKey key) throws Exception {
    var file = folder.resolve("key.pem");
    Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.toECPublicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n");
    return Map.of("processor.console.auth.public-key", file.toString());
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder().issuer("idp").audience("epro-console").subject("ann")
        .expirationTime(in(Duration.ofMinutes(5)));
  }

  private static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  private static String signed(JWTClaimsSet claims, ECKey key) throws JOSEException {
    var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID())
        .build(), claims);
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID())
        .build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  /** The old trick: HMAC with what everybody knows. */
  private static String byPublicKeyAsSecret() throws Exception {
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    token.sign(new MACSigner(KEY.toECPublicKey().getEncoded()));
    return token.serialize();
  }

  private static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
