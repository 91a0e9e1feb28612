package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Both programs take every secret from a directory of files, log in with them, and are then refused for
 * wrong ones. Nothing that they write, answer or were started with may hold a secret.
 */
@Tag("fault")
class NoSecretIsToldIT {
  private static final String CANARY = "canary";
  private static final String ADMIN_TOKEN = "canary-of-the-admin-token-0123";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<ChildProcess> children = new ArrayList<>();
  private final StringBuilder told = new StringBuilder();

  @AfterEach
  void end() {
    children.forEach(ChildProcess::kill);
  }

  @Test
  void secretsComeFromFilesAndGoNowhere() throws Exception {
    try (var secure = new SecureSystem()) {
      var client = secure.authority().issue(secure.files(), SecureSystem.PROCESSOR);
      var secrets = secrets(secure, client);
      int gatewayAdmin = Ports.orFree(0);
      int processorAdmin = Ports.orFree(0);
      var gateway = start("gateway", gateway(secure, gatewayAdmin), secrets);
      var processor = start("processor", processor(secure, processorAdmin), secrets);
      awaitReady(gateway, gatewayAdmin);
      awaitReady(processor, processorAdmin);
      listen(gateway, gatewayAdmin);
      listen(processor, processorAdmin);

      secret(secrets, "gateway.kafka.properties.sasl.jaas.config",
          SecureBroker.jaas(SecureSystem.SCRAM, SecureSystem.GATEWAY, CANARY + "-wrong"));
      secret(secrets, "processor.postgres.password", CANARY + "-wrong");
      restart("gateway", gateway(secure, gatewayAdmin), secrets, gateway,
          "do not take this user, password");
      restart("processor", processor(secure, processorAdmin), secrets, processor,
          "Check processor.postgres.user and processor.postgres.password");
      secret(secrets, "gateway.kafka.properties.sasl.jaas.config", "canary without a form");
      restart("gateway", gateway(secure, gatewayAdmin), secrets, gateway, "Failed to construct");
      for (var child : children) {
        told.append(Files.readString(child.log()));
      }
      String key = Files.readString(client.key()).lines().skip(1).findFirst().orElseThrow();
      assertThat(told.toString()).doesNotContain(CANARY).doesNotContain(key)
          .doesNotContain(SecureSystem.password(""));
    }
  }

  private static Path secrets(SecureSystem secure, Authority.Identity client) throws Exception {
    var secrets = Files.createDirectory(secure.files().resolve("secrets"));
    SecureBroker.setPassword(secure.admin(), SecureSystem.GATEWAY, CANARY + "-of-the-gateway");
    secret(secrets, "gateway.kafka.properties.sasl.jaas.config", SecureBroker
        .jaas(SecureSystem.SCRAM, SecureSystem.GATEWAY, CANARY + "-of-the-gateway"));
    secret(secrets, "gateway.admin.token", ADMIN_TOKEN);
    secure.database().setPassword(SecureDatabase.WRITER, CANARY + "-of-the-writer");
    secret(secrets, "processor.postgres.password", CANARY + "-of-the-writer");
    secret(secrets, "processor.admin.token", ADMIN_TOKEN);
    secret(secrets, "processor.kafka.properties.ssl.keystore.key",
        Files.readString(client.key()));
    return secrets;
  }

  private static void secret(Path secrets, String key, String value) throws IOException {
    Files.writeString(secrets.resolve(key), value + "\n");
  }

  private static Map<String, String> gateway(SecureSystem secure, int adminPort) {
    var all = new HashMap<>(secure.gateway());
    all.remove("gateway.kafka.properties.sasl.jaas.config");
    all.putAll(Map.of("gateway.port", "0", "gateway.admin.port", String.valueOf(adminPort),
        "gateway.auth.mode", "none"));
    return all;
  }

  /** By mutual TLS, with a key that is itself a secret. */
  private static Map<String, String> processor(SecureSystem secure, int adminPort)
      throws IOException {
    var all = new HashMap<>(secure.processor());
    all.keySet().removeIf(key -> key.contains(".sasl.") || key.endsWith("password"));
    var certificates = secure.files().resolve(SecureSystem.PROCESSOR + ".crt");
    all.putAll(Map.of("processor.admin.port", String.valueOf(adminPort),
        "processor.kafka.bootstrap-servers", secure.broker().mutual(),
        "processor.kafka.properties.security.protocol", "SSL",
        "processor.kafka.properties.ssl.keystore.type", "PEM",
        "processor.kafka.properties.ssl.keystore.certificate.chain",
        Files.readString(certificates)));
    return all;
  }

  private ChildProcess start(String program, Map<String, String> settings, Path secrets)
      throws IOException {
    var jars = Jars.built();
    var jar = program.equals("gateway") ? jars.gateway() : jars.processor();
    var options = new ArrayList<String>();
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    var child = ChildProcess.start(Command.java(program, options,
        List.of("-jar", jar.toString()),
        secrets.resolveSibling(program + "-" + children.size() + ".log"))
        .withEnvironment(Map.of("EPRO_SECRETS", secrets.toString())));
    children.add(child);
    return child;
  }

  private void restart(String program, Map<String, String> settings, Path secrets,
      ChildProcess before, String says) throws IOException {
    before.kill();
    var child = start(program, settings, secrets);
    await(program + " says: " + says).atMost(Rig.PATIENCE)
        .until(() -> Files.readString(child.log()).contains(says));
    child.kill();
  }

  private static void awaitReady(ChildProcess child, int adminPort) {
    await(child.name() + " is ready").atMost(Rig.PATIENCE).ignoreExceptions()
        .until(() -> get(adminPort, "/health/ready").contains("UP"));
  }

  private void listen(ChildProcess child, int adminPort) throws Exception {
    told.append(get(adminPort, "/metrics")).append(get(adminPort, "/health/ready"))
        .append(get(adminPort, "/debug/profile?type=wall&seconds=1&format=collapsed"))
        .append(Files.readString(Path.of("/proc", String.valueOf(child.pid()), "cmdline")))
        .append(Files.readString(Path.of("/proc", String.valueOf(child.pid()), "environ")));
    assertThat(get(adminPort, "/debug/profile?type=wall&seconds=1&format=collapsed"))
        .as("the token opens").contains(";");
  }

  private static String get(int port, String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + ADMIN_TOKEN).build(), BodyHandlers.ofString()).body();
  }
}
