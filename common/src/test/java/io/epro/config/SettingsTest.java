package io.epro.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  /** With a secret. */
  @ConfigMapping(prefix = "shown")
  interface Shown {
    @WithDefault("7")
    int number();

    Optional<String> password();

    Map<String, String> properties();
  }

  @Test
  void whatIsInForceIsToldWithItsSourceAndSecretsAreMasked() throws IOException {
    var file = Files.writeString(Files.createTempFile("shown", ".properties"), """
        shown.password=hidden
        shown.properties."sasl.jaas.config"=hidden
        shown.properties."client.rack"=a
        """);
    var all = Settings.inForce(Shown.class, Optional.of(file));
    assertThat(all).containsEntry("shown.number", new Settings.InForce("7", "default"))
        .containsEntry("shown.password", new Settings.InForce("(masked)", file.toString()));
    assertThat(all.values()).extracting(Settings.InForce::text).contains("a")
        .doesNotContain("hidden");
  }

  @Test
  void whatIsWrongIsSaidInWordsWithoutSecrets() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Settings.load(Guarded.class, Map.of("guarded.key-count", "many",
            "guarded.token", "hidden", "guarded.key-coumt", "1", "guarded.elsewhere", "1")))
        .withMessageContaining("guarded.key-count cannot be \"many\": Expected an integer value")
        .withMessageContaining("guarded.token cannot be what it is")
        .withMessageContaining(
            "guarded.key-coumt (in given) is no key; is guarded.key-count meant?")
        .withMessageContaining(
            "guarded.elsewhere (in given) is no key; docs/configuration.md lists")
        .withMessageNotContaining("SRCFG").withMessageNotContaining("java.")
        .withMessageNotContaining("hidden");
  }

  /** Whose token is a number. */
  @ConfigMapping(prefix = "guarded")
  interface Guarded {
    @WithDefault("1")
    int keyCount();

    @WithDefault("1")
    int token();
  }

  @TempDir
  private Path directory;

  @ConfigMapping(prefix = "sample")
  interface Sample {
    @WithDefault("8080")
    int port();

    @WithDefault("64KiB")
    ByteSize maxBody();

    @WithDefault("5s")
    Duration ackTimeout();

    Optional<String> note();

    Optional<Path> place();

    Kafka kafka();

    interface Kafka { Map<String, String> properties(); }
  }

  @AfterEach
  void forget() {
    System.clearProperty("sample.port");
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    var sample = Settings.load(Sample.class, Optional.empty());

    assertThat(sample.port()).isEqualTo(8080);
    assertThat(sample.maxBody().bytes()).isEqualTo(65_536);
    assertThat(sample.ackTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(sample.note()).isEmpty();
    assertThat(sample.place()).isEmpty();
  }

  @Test
  void theFileGoesBeforeTheDefaults() throws IOException {
    var sample = Settings.load(Sample.class,
        file("sample.port=9000\nsample.kafka.properties.linger.ms=7"));

    assertThat(sample.port()).isEqualTo(9000);
    assertThat(sample.kafka().properties()).isEqualTo(Map.of("linger.ms", "7"));
  }

  @Test
  void systemPropertiesGoBeforeTheFile() throws IOException {
    System.setProperty("sample.port", "9001");

    assertThat(Settings.load(Sample.class, file("sample.port=9000")).port()).isEqualTo(9001);
  }

  @Test
  void theEnvironmentGoesBeforeTheFile() throws Exception {
    assertThat(inChild("SAMPLE_PORT=9002", "sample.port=9000")).isEqualTo("9002");
  }

  @Test
  void secretsAreFilesThatGoBeforeTheConfigurationFile() throws IOException {
    var secrets = Files.createDirectory(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("sample.note"), "two\nlines\r\n");
    Files.writeString(secrets.resolve("sample.kafka.properties.sasl.jaas.config"), "x y=\"z\";\n");
    Files.writeString(secrets.resolve("other.note"), "somebody else's");
    Files.createDirectory(secrets.resolve("..data"));

    var sample = Settings.load(Sample.class, file("sample.note=from the file"),
        Optional.of(secrets));

    assertThat(sample.note()).contains("two\nlines");
    assertThat(sample.kafka().properties()).isEqualTo(Map.of("sasl.jaas.config", "x y=\"z\";"));
  }

  @Test
  void secretsThatCannotBeReadAreNamedAndNotQuoted() throws IOException {
    var secrets = Files.createDirectory(directory.resolve("secrets"));
    Files.createDirectory(secrets.resolve("sample.note"));
    Files.write(secrets.resolve("sample.port"), new byte[]{(byte) 0xC3, 0x28});
    Files.writeString(secrets.resolve("sample.place"), "canary".repeat(20_000));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Settings.load(Sample.class, Optional.empty(), Optional.of(secrets)))
        .withMessageContaining("3 problems").withMessageContaining("sample.note")
        .withMessageContaining("sample.port").withMessageContaining("sample.place")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Settings
        .load(Sample.class, Optional.empty(), Optional.of(directory.resolve("none"))))
        .withMessageContaining("none");
  }

  @Test
  void aSecretOfAnUnknownKeyFails() throws IOException {
    Files.writeString(directory.resolve("sample.nota"), "canary");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Settings.load(Sample.class, Optional.empty(), Optional.of(directory)))
        .withMessageContaining("sample.nota")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
  }

  @Test
  void anUnknownKeyInTheFileFails() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Settings.load(Sample.class, file("sample.prot=1")))
        .withMessageContaining("sample.prot");
  }

  @Test
  void aKeyOfAnotherProgramFails() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Settings.load(Sample.class, file("other.port=1\nport=2")))
        .withMessageContaining("other.port").withMessageContaining("unknown key port ");
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Settings.load(Sample.class, Map.of("sample.port", "many",
            "sample.max-body", "huge", "sample.ack-timeout", "soon", "sample.prot", "1")))
        .withMessageContaining("4 problems").withMessageContaining("sample.port")
        .withMessageContaining("sample.max-body").withMessageContaining("sample.ack-timeout")
        .withMessageContaining("sample.prot");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Settings.load(Sample.class, Optional.of(directory.resolve("none"))))
        .withMessageContaining("none");
  }

  @Test
  void keysAreListedWithTheirDefaults() {
    assertThat(Settings.keys(Sample.class))
        .containsEntry("sample.port", Optional.of("8080"))
        .containsEntry("sample.note", Optional.empty())
        .containsKey("sample.max-body");
  }

  /** A program that prints the port it was given. */
  static final class PrintPort {
    private PrintPort() {}

    public static void main(String[] args) {
      System.out.print(Settings.load(Sample.class, Optional.of(Path.of(args[0]))).port());
    }
  }

  private String inChild(String variable, String content) throws Exception {
    var path = file(content).orElseThrow();
    var child = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), PrintPort.class.getName(), path.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    var pair = variable.split("=", 2);
    child.environment().put(pair[0], pair[1]);
    try (var output = child.start().inputReader()) {
      return output.readLine();
    }
  }

  private Optional<Path> file(String content) throws IOException {
    return Optional.of(Files.writeString(directory.resolve("sample.properties"), content));
  }
}
