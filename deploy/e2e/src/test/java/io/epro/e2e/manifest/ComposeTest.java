package io.epro.e2e.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epro.config.Settings;
import io.epro.gateway.GatewaySettings;
import io.epro.local.system.Jars;
import io.epro.observe.Build;
import io.epro.processor.ProcessorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** deploy/compose, held against configuration and programs; whether it starts, docs/deployment.md says. */
class ComposeTest {
  private static final Path FOLDER = Jars.repository().resolve("deploy/compose");

  private final JsonNode compose = StrictYaml.documents(FOLDER.resolve("compose.yaml")).getFirst();

  ComposeTest() throws IOException {}

  @Test
  void settingsAreOnesThatTheProgramsTake() {
    var known = Stream.concat(Settings.keys(GatewaySettings.class).keySet().stream(),
        Settings.keys(ProcessorSettings.class).keySet().stream())
        .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
        .collect(Collectors.toSet());
    var given = new TreeSet<String>();
    for (var service : List.of(compose.at("/services/gateway"), compose.at("/x-processor"))) {
      service.path("environment").fieldNames().forEachRemaining(given::add);
    }
    given.remove(Settings.SECRETS);
    assertThat(given).hasSizeGreaterThan(8);
    assertThat(known).containsAll(given);
  }

  @Test
  void secretsAreNamedAfterTheirKeys() {
    var known = Stream.concat(Settings.keys(GatewaySettings.class).keySet().stream(),
        Settings.keys(ProcessorSettings.class).keySet().stream()).collect(Collectors.toSet());
    var targets = compose.findValues("target").stream().map(JsonNode::asText).toList();
    assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(known).contains(target));
  }

  @Test
  void theVersionIsThisBuilds() throws IOException {
    var variables = new Properties();
    try (var in = Files.newBufferedReader(FOLDER.resolve(".env"))) {
      variables.load(in);
    }
    assertThat(variables).containsEntry("EPRO_VERSION", Build.current().version());
    // docker compose itself would take a variable that nobody sets for empty.
    assertThat(variables.stringPropertyNames()).containsAll(usedVariables());
  }

  private Set<String> usedVariables() throws IOException {
    return Pattern.compile("\\$\\{([A-Z_]+)").matcher(
        Files.readString(FOLDER.resolve("compose.yaml"))).results()
        .map(found -> found.group(1)).collect(Collectors.toSet());
  }

  @Test
  void portsAreOfThisMachineOnly() {
    var ports = new TreeSet<String>();
    compose.path("services").forEach(
        service -> service.path("ports").forEach(port -> ports.add(port.asText())));
    assertThat(ports).hasSizeGreaterThan(5)
        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    assertThat(ports).contains(
        "127.0.0.1:8080:" + port(GatewaySettings.class, "gateway.port"),
        "127.0.0.1:8081:" + port(GatewaySettings.class, "gateway.admin.port"),
        "127.0.0.1:8090-8099:" + port(ProcessorSettings.class, "processor.admin.port"));
  }

  @Test
  void whatIsMountedIsThereAndNoSecretIsInTheFile() throws IOException {
    for (var service : compose.path("services")) {
      for (var volume : service.path("volumes")) {
        var source = volume.asText().split(":", 2)[0];
        if (source.startsWith("../")) {
          assertThat(FOLDER.resolve(source)).exists();
        }
      }
    }
    assertThat(Files.readString(FOLDER.resolve("compose.yaml")))
        .doesNotContainPattern("(?i)(password|token|secret): *[\"']?[a-z0-9]{4,}");
  }

  @Test
  void theBrokerIsSetAsTheDocumentationAdvises() throws IOException {
    var advised = Files.readString(Jars.repository().resolve("docs/operations.md")).lines()
        .filter(line -> line.matches("group\\.streams\\.[a-z.]+=[0-9]+"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(
            pair -> "KAFKA_" + pair[0].toUpperCase(Locale.ROOT).replace('.', '_'),
            pair -> pair[1]));
    assertThat(advised).hasSize(5);
    var kafka = compose.at("/services/kafka/environment");
    assertThat(advised).allSatisfy(
        (key, value) -> assertThat(kafka.path(key).asText()).isEqualTo(value));
  }

  private static String port(Class<?> settings, String key) {
    return Settings.keys(settings).getOrDefault(key, Optional.empty()).orElseThrow();
  }
}
