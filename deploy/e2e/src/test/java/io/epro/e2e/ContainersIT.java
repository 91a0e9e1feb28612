package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import io.epro.local.fixture.Docker;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import io.epro.local.token.LocalIssuer;
import io.epro.observe.Build;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The images, built from the jars of this build and started as docs/deployment.md says: without root, on a root
 * file system that is read-only. Broker and database are this machine's, so the containers share its network.
 */
@EnabledIf("io.epro.local.fixture.Docker#answers")
class ContainersIT {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String JDK = System.getenv().getOrDefault("JDK_IMAGE",
      "eclipse-temurin:25-jdk");
  private static final String BASE = System.getenv().getOrDefault("BASE_IMAGE", "debian:12-slim");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private static Path logs;
  @TempDir
  private Path data;

  @BeforeAll
  static void build() throws IOException {
    for (var image : List.of(JDK, BASE)) {
      Assumptions.assumeTrue(Docker.has(image),
          "The engine has no " + image + " and cannot pull it."
              + " JDK_IMAGE and BASE_IMAGE name others.");
    }
    var built = ChildProcess.start(new Command("docker build",
        List.of(Jars.repository().resolve("deploy/image/build").toString()),
        Map.of("EPRO_AS_BUILT", "1"), logs.resolve("build.log")));
    assertThat(built.waitFor(BUILD_LIMIT)).as("built within %s", BUILD_LIMIT).isTrue();
    assertThat(built.exitCode()).as(built.diagnosis()).hasValue(0);
  }

  @Test
  void bothImagesRunAsTheyAreMeantTo() throws Exception {
    try (var system = new LocalSystem(SystemPlan.in(data)).start();
        var gateway = gateway(system.kafka());
        var processor = processor(system)) {
      system.loadSampleDrugs();
      gateway.start();
      processor.start();

      assertThat(post(gateway, system.issuer().site(Instant.now(), Duration.ofHours(1))))
          .isEqualTo(202);
      awaitStored(system.postgres(), "P-http");

      // Each brings native code, which has to be unpacked and loaded in spite of all.
      for (var compression : List.of("gzip", "snappy", "lz4", "zstd")) {
        publish(system.kafka(), compression);
        awaitStored(system.postgres(), "P-" + compression);
      }
      for (var container : List.of(gateway, processor)) {
        assertIsItself(container);
        assertIsConfined(container);
        assertEndsBySignal(container);
      }
    }
  }

  private GenericContainer<?> gateway(LocalKafka kafka) {
    var settings = new HashMap<>(LocalIssuer.gatewaySettings(data));
    var key = Path.of(settings.put("gateway.auth.public-key", "/run/token-key.pub.pem"));
    settings.put("gateway.port", Integer.toString(Ports.orFree(0)));
    settings.put("gateway.kafka.bootstrap-servers", kafka.bootstrapServers());
    // Not by Testcontainers' own way, which first pulls an image to see whether it works.
    var bind = Bind.parse(key + ":/run/token-key.pub.pem:ro");
    return container("gateway", settings).withCreateContainerCmdModifier(
        command -> Objects.requireNonNull(command.getHostConfig()).withBinds(bind));
  }

  private static GenericContainer<?> processor(LocalSystem system) {
    return container("processor", Map.of("processor.kafka.bootstrap-servers",
        system.kafka().bootstrapServers(), "processor.postgres.url", system.postgres().jdbcUrl(),
        "processor.topics.replicas", "1", "processor.topics.development", "true"));
  }

  private static GenericContainer<?> container(String program, Map<String, String> settings) {
    var container = new GenericContainer<>(
        DockerImageName.parse("epro-" + program + ":" + Build.current().version()));
    settings.forEach((key, value) -> container.withEnv(inEnvironment(key), value));
    return container
        .withEnv(inEnvironment(program + ".admin.port"), Integer.toString(Ports.orFree(0)))
        .withNetworkMode("host")
        .withCreateContainerCmdModifier(
            command -> confine(Objects.requireNonNull(command.getHostConfig())))
        // The image's own health check.
        .waitingFor(Wait.forHealthcheck().withStartupTimeout(LIMIT));
  }

  private static void confine(HostConfig host) {
    host.withReadonlyRootfs(true).withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges:true"))
        .withTmpFs(Map.of("/tmp", "exec,mode=1777"));
  }

  private static int post(GenericContainer<?> gateway, String token) throws Exception {
    var to = "http://127.0.0.1:" + gateway.getEnvMap().get("GATEWAY_PORT") + "/v1/reports";
    return HTTP.send(HttpRequest.newBuilder(URI.create(to))
        .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(report("P-http"))).build(), BodyHandlers.ofString())
        .statusCode();
  }

  private static void publish(LocalKafka kafka, String compression) throws Exception {
    try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers(),
        "compression.type", compression), new StringSerializer(), new StringSerializer())) {
      var patient = "P-" + compression;
      producer.send(new ProducerRecord<>("epro.reports.raw", patient, report(patient)))
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static String report(String patient) {
    return "{\"patientId\":\"" + patient + "\",\"timestamp\":" + Instant.now().toEpochMilli()
        + ",\"vitals\":{\"heartRate\":72,\"temp\":36.6}}";
  }

  private static void awaitStored(LocalPostgres postgres, String patient) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(stored(postgres, patient)).isEqualTo(1));
  }

  private static int stored(LocalPostgres postgres, String patient) throws SQLException {
    try (var connection = postgres.connect();
        var query = connection.prepareStatement(
            "select count(*) from epro.report where patient_id = ?")) {
      query.setString(1, patient);
      try (var rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** Labels, version and health say the same, and what it is made of lies within. */
  private static void assertIsItself(GenericContainer<?> container) throws Exception {
    var build = Build.current();
    var labels = Objects.requireNonNull(container.getContainerInfo().getConfig().getLabels());
    assertThat(labels).containsEntry("org.opencontainers.image.version", build.version())
        .containsEntry("org.opencontainers.image.revision", build.commit());
    assertThat(said(container, "./health")).contains(build.commit());
    assertThat(said(container, "cat", labels.getOrDefault("io.epro.sbom", "")))
        .contains("\"CycloneDX\"");
    // The JVM warns where a cache does not fit.
    assertThat(container.getLogs()).doesNotContain("[warning]");
  }

  private static void assertIsConfined(GenericContainer<?> container) throws Exception {
    assertThat(said(container, "id", "-u")).isEqualTo("10001\n");
    assertThat(said(container, "cat", "/proc/1/comm")).isEqualTo("java\n");
    assertThat(container.execInContainer("touch", "/opt/epro/x").getExitCode()).isNotZero();
  }

  private static String said(GenericContainer<?> container, String... words) throws Exception {
    var result = container.execInContainer(words);
    assertThat(result.getExitCode()).as(result.toString()).isZero();
    return result.getStdout();
  }

  private static void assertEndsBySignal(GenericContainer<?> container) {
    var client = DockerClientFactory.lazyClient();
    client.stopContainerCmd(container.getContainerId()).withTimeout(45).exec();
    // 137 would be SIGKILL: the signal did not get through.
    assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong()).isEqualTo(143);
  }

  private static String inEnvironment(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
