package io.epro.gateway.admit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.gateway.admit.token.KeySet.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicKeyFileTest {
  @TempDir
  private Path directory;

  @Test
  void itsKeyIsForAllTokensOfItsAlgorithm() throws Exception {
    try (var keys = new PublicKeyFile(SigningKey.ec("e").pemFile(directory))) {
      keys.start();

      assertThat(keys.current().find(Algorithm.ES256, "any")).isInstanceOf(Search.Found.class);
      assertThat(keys.current().find(Algorithm.ES256, null)).isInstanceOf(Search.Found.class);
      assertThat(keys.current().find(Algorithm.RS256, "any")).isInstanceOf(Search.Wrong.class);
      assertThat(keys.health().ready()).isTrue();
      assertThat(keys.newer().toCompletableFuture().join()).isSameAs(keys.current());
    }
  }

  @Test
  void whatSurroundsTheKeyDoesNotMatter() throws Exception {
    var file = write("Bag attributes\n" + SigningKey.rsa("r").pem().replace("\n", "\r\n") + "\n");

    assertThat(PublicKeyFile.problems(file)).isEmpty();
  }

  @Test
  void whatIsWrongIsToldWithoutTheContents() throws Exception {
    assertProblem(directory.resolve("nowhere.pem"), "does not exist");
    assertProblem(directory, "cannot be read");
    assertProblem(write(""), "BEGIN PUBLIC KEY");
    assertProblem(write("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        "openssl pkey");
    assertProblem(write(pem("AAAA")), "neither");
    assertProblem(write(pem("A")), "base64");
    assertProblem(write("x".repeat(100_000)), "too large");
    assertProblem(SigningKey.rsa("r", 1024).pemFile(directory), "2048");
    assertProblem(SigningKey.ec("e", "secp384r1").pemFile(directory), "P-256");
    var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    assertProblem(write(pem(Base64.getEncoder().encodeToString(other.getEncoded()))), "neither");
  }

  @Test
  void withoutItThereWillNeverBeKeys() {
    try (var keys = new PublicKeyFile(directory.resolve("nowhere.pem"))) {
      assertThatThrownBy(keys::start).isInstanceOf(IOException.class);
    }
  }

  private static void assertProblem(Path file, String words) {
    assertThat(PublicKeyFile.problems(file)).singleElement().asString().contains(words)
        .contains(file.toString()).doesNotContain("AAAA");
  }

  private static String pem(String base64) {
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "some", ".pem"), text);
  }
}
