package io.epro.e2e.monitor;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A real Prometheus that asks every second and judges every second, by the rules twenty times as fast. */
public final class Prometheus implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String CONFIG = """
      global:
        scrape_interval: 1s
        scrape_timeout: 1s
        evaluation_interval: 1s
      rule_files: [alerts.yaml]
      scrape_configs:
        - job_name: epro-gateway
          file_sd_configs: [{files: [epro-gateway.json], refresh_interval: 1s}]
        - job_name: epro-processor
          file_sd_configs: [{files: [epro-processor.json], refresh_interval: 1s}]
      """;

  private final Path directory;
  private final String address;
  private final ChildProcess process;

  private Prometheus(Path directory, String address, ChildProcess process) {
    this.directory = directory;
    this.address = address;
    this.process = process;
  }

  /** Skips the test where there is none, and says so. */
  public static void assumeThere() {
    assumeTrue(Files.isExecutable(PROGRAM),
        "there is no Prometheus here: apt-get install --no-install-recommends prometheus");
  }

  /** Starts it with nothing to watch. */
  public static Prometheus start(Path directory) throws IOException {
    Files.writeString(directory.resolve("alerts.yaml"), AlertRules.twentyTimesAsFast());
    Files.writeString(directory.resolve("prometheus.yaml"), CONFIG);
    var address = "127.0.0.1:" + Ports.orFree(0);
    var process = ChildProcess.start(new Command("prometheus", List.of(PROGRAM.toString(),
        "--config.file=" + directory.resolve("prometheus.yaml"),
        "--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=" + address,
        "--log.level=warn"), Map.of(), directory.resolve("prometheus.log")));
    return new Prometheus(directory, address, process);
  }

  /** Has it ask these and no others, by the addresses of their admin ports, and waits until each has answered. */
  public void watch(String job, List<String> admins) throws IOException {
    var targets = admins.stream().map(admin -> URI.create(admin).getAuthority()).toList();
    var aside = directory.resolve(job + ".tmp");
    Files.writeString(aside,
        JSON.writeValueAsString(List.of(Map.of("targets", targets))));
    Files.move(aside, directory.resolve(job + ".json"), StandardCopyOption.ATOMIC_MOVE);
    await(job + " is watched").atMost(PATIENCE).ignoreExceptions()
        .until(() -> count("count(up{job=\"" + job + "\"} == 1)") == targets.size());
  }

  /** Of an instant query's first answer; 0 where there is none. */
  double count(String query) {
    var result = ask("query?query=" + java.net.URLEncoder.encode(query,
        java.nio.charset.StandardCharsets.UTF_8)).path("result");
    return result.isEmpty() ? 0 : result.get(0).path("value").get(1).asDouble();
  }

  /** The names of the alerts that fire now. */
  public Set<String> firing() {
    var names = new TreeSet<String>();
    for (JsonNode alert : ask("alerts").path("alerts")) {
      if ("firing".equals(alert.path("state").asText())) {
        names.add(alert.path("labels").path("alertname").asText());
      }
    }
    return names;
  }

  private JsonNode ask(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/" + path))
        .timeout(Duration.ofSeconds(10)).build();
    try {
      return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(process.diagnosis(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.kill();
  }
}
