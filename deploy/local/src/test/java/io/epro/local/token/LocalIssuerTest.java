package io.epro.local.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalIssuerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_763_856_000);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir
  private Path data;

  @Test
  void aTokenIsSignedWithTheKeyThatTheGatewayIsGiven() throws Exception {
    var token = LocalIssuer.in(data).patient("P-1", NOW, HOUR);

    var pem = Files.readString(Path.of(LocalIssuer.gatewaySettings(data)
        .getOrDefault("gateway.auth.public-key", "")));
    var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(
        Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", ""))));
    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(key);
    int dot = token.lastIndexOf('.');
    signature.update(token.substring(0, dot).getBytes(UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))).isTrue();
  }

  @Test
  void aPatientsTokenNamesThePatientAndASitesHasTheScope() throws Exception {
    var issuer = LocalIssuer.in(data);

    var patient = claims(issuer.patient("P-1", NOW, HOUR));
    assertThat(patient.get("sub").textValue()).isEqualTo("P-1");
    assertThat(patient.has("scope")).isFalse();
    assertThat(patient.get("exp").longValue()).isEqualTo(NOW.getEpochSecond() + 3600);
    assertThat(claims(issuer.site(NOW, HOUR)).get("scope").textValue())
        .isEqualTo("reports:write:any");
  }

  @Test
  void theKeyIsMadeOnceAndIsItsOwnersAlone() throws Exception {
    LocalIssuer.in(data);
    var file = LocalIssuer.privateKey(data);
    var before = Files.readString(file);

    LocalIssuer.in(data);

    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(data)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aDamagedKeyIsAnErrorThatNamesIt() throws Exception {
    LocalIssuer.in(data);
    Files.writeString(LocalIssuer.privateKey(data), "x");

    assertThatThrownBy(() -> LocalIssuer.in(data)).isInstanceOf(IOException.class)
        .hasMessageContaining("token-key.pem");
  }

  @Test
  void aPatientKeepsATokenUntilItIsAboutToExpire() throws Exception {
    var now = new AtomicReference<>(NOW);
    var tokens = new PatientTokens(LocalIssuer.in(data), now::get);
    var first = tokens.of("P-1");

    now.set(NOW.plusSeconds(2900));
    assertThat(tokens.of("P-1")).isEqualTo(first);
    now.set(NOW.plusSeconds(3100));
    assertThat(tokens.of("P-1")).isNotEqualTo(first);
    assertThat(tokens.of("P-2")).isNotEqualTo(tokens.of("P-1"));
  }

  private static JsonNode claims(String token) throws IOException {
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
