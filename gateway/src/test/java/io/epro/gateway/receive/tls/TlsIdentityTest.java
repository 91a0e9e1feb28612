package io.epro.gateway.receive.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
  private static final TestCertificate EC = TestCertificate.make("EC secp256r1");
  private static final TestCertificate RSA = TestCertificate.make("RSA 2048");
  @TempDir
  private Path folder;
  private TlsFiles files;

  @BeforeEach
  void name() {
    files = new TlsFiles(folder.resolve("key.pem"), folder.resolve("chain.pem"),
        Duration.ofSeconds(1));
  }

  @Test
  void aPairIsTakenAsItIs() throws Exception {
    for (var pair : new TestCertificate[]{EC, RSA}) {
      pair.write(files);

      var identity = TlsIdentity.read(files);

      assertThat(identity.key()).asString().isEqualTo(pair.key());
      assertThat(identity.certificates()).asString().isEqualTo(pair.certificate());
      assertThat(identity.notAfter()).isEqualTo(pair.x509().getNotAfter().toInstant());
      assertThat(identity.toString()).doesNotContain("BEGIN");
    }
  }

  @Test
  void theFirstCertificateIsTheGatewaysOwn() throws Exception {
    Files.writeString(files.key(), EC.key());
    Files.writeString(files.certificates(), EC.certificate() + RSA.certificate());
    assertThat(TlsIdentity.read(files).notAfter())
        .isEqualTo(EC.x509().getNotAfter().toInstant());

    Files.writeString(files.certificates(), RSA.certificate() + EC.certificate());
    assertRefused(EC, "");
  }

  @Test
  void keyAndCertificateBelongTogether() throws Exception {
    var other = TestCertificate.make("EC secp256r1");
    Files.writeString(files.key(), other.key());
    Files.writeString(files.certificates(), EC.certificate());

    assertRefused(other, "is not that of the first certificate");
  }

  @Test
  void filesThatAreMissingAreNamed() throws Exception {
    assertRefused(EC, "key.pem");
    Files.writeString(files.key(), EC.key());
    assertRefused(EC, "chain.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"})
  void whatIsNoKeyIsRefused(String key) throws Exception {
    Files.writeString(files.key(), key);
    Files.writeString(files.certificates(), EC.certificate());

    assertRefused(EC, "key.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})
  void whatIsNoCertificateIsRefused(String certificates) throws Exception {
    Files.writeString(files.key(), EC.key());
    Files.writeString(files.certificates(), certificates);

    assertRefused(EC, "chain.pem");
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws Exception {
    Files.writeString(files.key(), EC.key());
    for (int length = 0; length < EC.certificate().length() - 30; length += 40) {
      Files.writeString(files.certificates(), EC.certificate().substring(0, length));
      assertRefused(EC, "chain.pem");
    }
  }

  private void assertRefused(TestCertificate secret, String reason) {
    assertThatThrownBy(() -> TlsIdentity.read(files)).isInstanceOf(IOException.class)
        .hasMessageContaining(reason)
        .message().doesNotContain(secret.key().lines().skip(1).findFirst().orElseThrow());
  }
}
